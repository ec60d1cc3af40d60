"""What the subjects of resources share."""
