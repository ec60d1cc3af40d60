"""Bodies and answers of scoring, and cells as they are kept."""
