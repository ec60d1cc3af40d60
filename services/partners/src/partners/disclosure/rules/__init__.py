"""What may be said of a learner, and what a recipient holds that is wrong: pure."""
