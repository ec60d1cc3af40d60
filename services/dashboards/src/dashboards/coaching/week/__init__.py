"""Somebody's week of coaching: meetings, who is there, notes, concerns, matches and feeds for calendars."""
