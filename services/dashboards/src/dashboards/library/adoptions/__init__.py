"""What a district adopts of others: how it stands, what they change, and what is offered back to them."""
