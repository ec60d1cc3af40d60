"""The use cases of selection."""
