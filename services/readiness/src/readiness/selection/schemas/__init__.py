"""Bodies and answers of selection."""
