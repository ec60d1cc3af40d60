"""Verifying credentials."""
