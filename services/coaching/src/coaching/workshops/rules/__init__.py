"""The pure rules of workshops."""
