"""What districts adopt and adapt, where it came from, and what becomes of it when its origin changes."""
