"""Adoptions in SQL."""
