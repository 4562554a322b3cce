"""Test suites that are not ours, with our sessions behind every app of theirs."""
