"""The pure rules of mastery."""
