"""What use cases of every subject call."""
