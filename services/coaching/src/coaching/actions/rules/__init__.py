"""Decisions about actions: pure."""
