"""Instruments in SQL."""
