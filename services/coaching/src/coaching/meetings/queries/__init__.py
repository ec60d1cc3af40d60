"""Meetings and notes, in SQL."""
