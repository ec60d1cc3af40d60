"""Remarks in SQL."""
