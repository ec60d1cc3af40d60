"""The SQL of mastery."""
