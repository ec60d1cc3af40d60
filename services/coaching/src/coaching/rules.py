"""The decisions of the coaching service: pure functions, tested without a database."""
