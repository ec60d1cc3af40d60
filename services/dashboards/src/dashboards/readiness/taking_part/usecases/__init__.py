"""What a rater's form says."""
