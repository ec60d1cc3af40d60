"""What pilots keep, in SQL."""
