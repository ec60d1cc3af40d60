"""What the form of naming says."""
