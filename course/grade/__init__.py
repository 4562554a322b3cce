"""`make grade`: other people's work, run in a room of its own."""
