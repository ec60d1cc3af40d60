"""The SQL of evidence."""
