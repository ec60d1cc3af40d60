"""What happens in mastery."""
