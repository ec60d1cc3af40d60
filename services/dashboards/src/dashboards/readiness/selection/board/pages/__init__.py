"""The pages of the board, of decisions and of the record."""
