"""Decisions without side effects."""
