"""How pages are made, and the files that they need."""
