"""What is done with adoptions."""
