"""Scores that explain themselves, what may be released of them, gaps, and what changed between two results."""
