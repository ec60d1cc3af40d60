"""What happens in reviews."""
