"""What districts, operators and people do about who may call."""
