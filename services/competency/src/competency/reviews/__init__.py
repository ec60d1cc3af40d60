"""Requests to look at what a learner can show, and their answers."""
