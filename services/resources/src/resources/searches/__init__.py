"""Searches that a person has saved, and what they are told of."""
