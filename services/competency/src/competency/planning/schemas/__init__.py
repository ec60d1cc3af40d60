"""What the routes of planning take and give."""
