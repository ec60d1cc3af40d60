"""The routes of uses and outcomes."""
