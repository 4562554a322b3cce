"""What the notebooks show, and how they are opened and built."""
