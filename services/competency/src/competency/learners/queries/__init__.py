"""The SQL of learners."""
