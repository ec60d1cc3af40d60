"""The SQL of agreements and of districts' calendars."""
