"""A learner's map of a framework, and why an item stands where it stands."""
