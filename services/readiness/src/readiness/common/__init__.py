"""What the subjects of readiness share."""
