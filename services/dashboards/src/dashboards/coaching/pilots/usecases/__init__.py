"""What is typed into forms of pilots."""
