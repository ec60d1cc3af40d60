"""What the subjects of partners share."""
