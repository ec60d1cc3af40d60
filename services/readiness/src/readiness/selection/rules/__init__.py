"""The pure rules of selection."""
