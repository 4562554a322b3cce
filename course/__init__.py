"""The kit: commands, live servers, Redis, report. A lesson never imports it."""
