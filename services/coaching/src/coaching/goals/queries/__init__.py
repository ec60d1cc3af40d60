"""Goals, in SQL."""
