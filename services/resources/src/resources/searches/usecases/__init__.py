"""What is done with searches."""
