"""What is news of what, and to whom."""
