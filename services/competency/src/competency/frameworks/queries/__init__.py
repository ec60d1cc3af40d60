"""The SQL of frameworks."""
