"""What is decided about remarks."""
