"""What only a teacher needs: grading. No command of a learner imports it."""
