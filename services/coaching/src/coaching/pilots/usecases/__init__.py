"""What is done with pilots."""
