"""SQL of selection, by what it is about."""
