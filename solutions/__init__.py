"""The lessons, solved. `lessons/` is derived from these files by `make starters`."""
