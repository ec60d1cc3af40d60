"""What the routes of instruments take and give."""
