"""The SQL of feeds and disclosure logs."""
