"""The rules of items: pure."""
