"""What forms of workshops say."""
