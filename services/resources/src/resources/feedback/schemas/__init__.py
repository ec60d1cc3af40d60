"""Feedback as it is sent and shown."""
