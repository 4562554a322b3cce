"""`make watch`: a verdict on every save."""
