"""Routes of the pages of somebody's week."""
