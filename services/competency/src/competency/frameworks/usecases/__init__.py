"""What happens in frameworks."""
