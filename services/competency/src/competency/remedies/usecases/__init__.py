"""What happens in remedies."""
