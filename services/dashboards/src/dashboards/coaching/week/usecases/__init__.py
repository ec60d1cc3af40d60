"""What somebody can do with a meeting now, the weeks of a page, and forms as coaching wants them."""
