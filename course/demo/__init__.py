"""`make demo` and `make attack`: the headers that travel, the attacks, the verdicts."""
