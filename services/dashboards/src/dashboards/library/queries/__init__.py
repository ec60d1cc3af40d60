"""What the library's pages read of our own read models."""
