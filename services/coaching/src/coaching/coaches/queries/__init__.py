"""All SQL of coaches."""
