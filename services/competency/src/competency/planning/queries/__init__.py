"""The SQL of planning."""
