"""What readiness answers, made ready for the pages of the board, and what is typed there."""
