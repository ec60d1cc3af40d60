"""What a district may choose for itself."""

MINIMUM_GROUP = 10
"""Learners. The commonest rule of the states; a district may ask for more, never for less."""
