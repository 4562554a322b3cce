"""A lesson live: its server, its Redis, and their processes."""
