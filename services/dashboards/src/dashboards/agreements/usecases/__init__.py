"""What forms of agreements say."""
