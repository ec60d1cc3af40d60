"""Agreements of two districts: read, signed, changed and ended on pages."""
