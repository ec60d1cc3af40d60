"""The routes of remarks."""
