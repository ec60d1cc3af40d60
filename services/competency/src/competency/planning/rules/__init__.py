"""The pure rules of planning."""
