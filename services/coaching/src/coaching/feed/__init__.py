"""What people's own calendars show of coaching: a feed for each, opened by a secret address."""
