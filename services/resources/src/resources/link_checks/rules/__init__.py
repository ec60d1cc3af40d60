"""Decisions about links and what was found of them: pure."""
