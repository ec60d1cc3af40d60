"""Frameworks and their items, and looking through them."""
