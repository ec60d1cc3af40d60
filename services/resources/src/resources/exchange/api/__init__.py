"""The routes of exchange."""
