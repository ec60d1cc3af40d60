"""Use cases of workshops."""
