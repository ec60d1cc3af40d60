"""The pages of selection."""
