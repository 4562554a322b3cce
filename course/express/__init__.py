"""A real Express server that shares one session with lesson 4."""
