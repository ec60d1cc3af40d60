"""Remarks as it is sent and shown."""
