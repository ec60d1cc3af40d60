"""Workshops, as they come in and are shown."""
