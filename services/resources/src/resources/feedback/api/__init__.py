"""The routes of feedback."""
