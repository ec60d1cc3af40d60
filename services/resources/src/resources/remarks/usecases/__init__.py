"""What is done with remarks."""
