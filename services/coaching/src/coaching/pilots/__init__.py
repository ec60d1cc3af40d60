"""Innovations that are tried in waves, each with a gate that is locked before it begins."""
