"""What the routes of frameworks take and give."""
