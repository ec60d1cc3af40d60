"""Links and how they stand, in SQL."""
