"""The pure rules of reviews."""
