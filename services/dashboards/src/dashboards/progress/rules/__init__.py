"""What follows from data alone."""
