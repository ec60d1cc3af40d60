"""Items in SQL."""
