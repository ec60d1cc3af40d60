"""The decisions about adopting and adapting: pure functions, tested without a database."""
