"""All SQL of the competency service."""
