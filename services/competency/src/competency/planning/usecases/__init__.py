"""What happens in planning."""
