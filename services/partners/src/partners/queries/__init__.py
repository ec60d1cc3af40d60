"""The only SQL of partners."""
