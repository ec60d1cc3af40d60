"""Matching: which coach is to help whom with which gap, why, and what both districts say to it."""
