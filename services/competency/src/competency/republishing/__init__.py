"""Publishing everything again, one snapshot a key."""
