"""Workshops, in SQL."""
