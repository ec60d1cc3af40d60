"""What is done with meetings and their notes."""
