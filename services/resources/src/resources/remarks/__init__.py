"""What readers say of published items: stars, comments, and reports that something is wrong."""
