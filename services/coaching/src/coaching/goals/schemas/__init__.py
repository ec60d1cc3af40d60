"""Bodies and answers of goals."""
