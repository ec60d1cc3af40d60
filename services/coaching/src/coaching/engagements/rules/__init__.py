"""Decisions about engagements: pure."""
