"""The rostering service."""
