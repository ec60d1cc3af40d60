"""What the partnership's rules say: pure functions, with no database, no web and no clock of their own."""
