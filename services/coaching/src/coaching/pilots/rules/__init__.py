"""The pure rules of pilots."""
