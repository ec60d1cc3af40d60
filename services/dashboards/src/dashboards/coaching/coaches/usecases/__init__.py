"""Forms of coaches, as coaching wants them."""
