"""Decisions about licences: pure."""
