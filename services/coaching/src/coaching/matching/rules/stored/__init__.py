"""Instances, policies and explanations as JSON."""
