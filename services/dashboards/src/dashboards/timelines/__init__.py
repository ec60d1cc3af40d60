"""Gaps, and what has been done to close them: one timeline per gap."""
