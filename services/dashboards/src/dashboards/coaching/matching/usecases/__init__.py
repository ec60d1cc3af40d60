"""Forms of matching, as coaching wants them, and what a matching came to, as its board shows it."""
