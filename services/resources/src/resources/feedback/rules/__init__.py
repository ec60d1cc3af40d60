"""What is decided about feedback."""
