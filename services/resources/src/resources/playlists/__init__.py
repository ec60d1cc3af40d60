"""Resources in an order, for a class or a learner, and where each learner is in it."""
