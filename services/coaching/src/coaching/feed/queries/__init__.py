"""Calendar feeds, in SQL."""
