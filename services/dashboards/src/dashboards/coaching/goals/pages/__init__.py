"""Pages of goals, by what they are about."""
