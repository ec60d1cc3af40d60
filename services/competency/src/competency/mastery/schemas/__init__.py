"""What the routes of mastery take and give."""
