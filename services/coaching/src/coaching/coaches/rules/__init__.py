"""Decisions about coaches: pure."""
