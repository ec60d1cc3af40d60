"""What is done with calendar feeds."""
