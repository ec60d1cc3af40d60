"""What can be done with a roster. Nothing here commits."""
