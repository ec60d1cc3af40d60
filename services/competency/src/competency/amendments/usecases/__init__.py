"""What happens in amendments."""
