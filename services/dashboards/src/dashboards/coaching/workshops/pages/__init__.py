"""Routes of the pages of workshops."""
