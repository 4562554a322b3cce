"""What the notebooks show, and how they are opened and built."""

# Set while notebooks-build runs: each picture is then in the notebook once, as a PNG.
BUILDING = "COURSE_BUILDING"
