"""The SQL of credentials."""
