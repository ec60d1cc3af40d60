"""What readers say of items: stars, comments, and reports with their answers."""
