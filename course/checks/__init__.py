"""The checks: how they run, what they find, and how it is said."""
