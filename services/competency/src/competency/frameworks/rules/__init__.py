"""The pure rules of frameworks."""
