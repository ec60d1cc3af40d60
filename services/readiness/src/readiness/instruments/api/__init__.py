"""The routes of instruments."""
