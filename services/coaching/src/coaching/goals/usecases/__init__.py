"""What is done with goals."""
