"""Decisions about meetings and their notes, without side effects."""
