"""All SQL of matching."""
