"""The routes of planning."""
