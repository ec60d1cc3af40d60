"""Decisions about uses, outcome reports and ratings: pure."""
