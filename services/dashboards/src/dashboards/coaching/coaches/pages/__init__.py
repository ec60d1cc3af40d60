"""Pages of coaches, by what they are about."""
