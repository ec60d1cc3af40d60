"""The pure rules of instruments."""
