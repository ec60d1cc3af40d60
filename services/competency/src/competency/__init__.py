"""The competency service."""
