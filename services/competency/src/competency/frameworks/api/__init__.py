"""The routes of frameworks."""
