"""What the routes of intake take and give."""
