"""All SQL of uses and outcomes."""
