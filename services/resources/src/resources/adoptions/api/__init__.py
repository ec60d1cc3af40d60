"""The routes of adoptions."""
