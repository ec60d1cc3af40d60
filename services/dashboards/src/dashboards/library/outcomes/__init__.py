"""Where an item is used, and what came of it."""
