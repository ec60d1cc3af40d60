"""Searches in SQL."""
