"""What districts do about their endpoints, and what the worker does about deliveries."""
