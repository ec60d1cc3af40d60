"""The routes of credentials."""
