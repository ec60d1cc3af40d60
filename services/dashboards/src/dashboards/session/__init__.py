"""Signing in, and where a day starts."""
