"""Requests to have a record changed."""
