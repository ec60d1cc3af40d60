"""The decisions of the resources service: pure functions, tested without a database."""
