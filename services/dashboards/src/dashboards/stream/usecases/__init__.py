"""What this subject does."""
