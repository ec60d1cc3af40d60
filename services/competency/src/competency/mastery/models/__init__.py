"""The tables of mastery."""
