"""The SQL of amendments."""
