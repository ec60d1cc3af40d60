"""The routes of items."""
