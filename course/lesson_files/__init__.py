"""What a learner wrote: its steps, the starters it began as, its backups."""
