"""What partners knows of those who apply and review: districts by name, and accounts."""
