"""Decisions about saved searches: pure."""
