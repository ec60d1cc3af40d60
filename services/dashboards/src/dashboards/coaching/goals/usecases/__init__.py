"""What is read out of forms of goals."""
