"""What happens in credentials."""
