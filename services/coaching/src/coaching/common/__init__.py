"""What the subjects of coaching share."""
