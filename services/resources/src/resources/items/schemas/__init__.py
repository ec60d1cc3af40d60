"""Bodies of items."""
