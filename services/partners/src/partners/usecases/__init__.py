"""What partners does: load, decide, change, publish."""
