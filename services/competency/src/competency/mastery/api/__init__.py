"""The routes of mastery."""
