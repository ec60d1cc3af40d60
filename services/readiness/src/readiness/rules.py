"""The decisions of the readiness service: pure functions, tested without a database."""
