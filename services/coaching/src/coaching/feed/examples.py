"""Examples of calendar feeds."""

FEED_ID = "0198f0e3-4e66-7f73-9d2a-8c316f4ea00b"
NEW_FEED = {"label": "Phone"}
FEED = NEW_FEED | {"feed_id": FEED_ID, "made_at": "2026-09-02T15:00:00Z", "revoked_at": None}
MADE_FEED = FEED | {
    "address": "https://trellis.example/coaching/v1/calendar-feeds/Q0lUWV9vZl9hX2xvbmdfc2VjcmV0X29mXzQzX2xldHRl.ics"
}
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Trellis//Coaching//EN
METHOD:PUBLISH
BEGIN:VEVENT
UID:0198f0e1-2c44-7d51-9b0e-6a1f4d2c8e01@meetings.trellis
SEQUENCE:0
DTSTAMP:20260902T150000Z
DTSTART:20261006T213000Z
DTEND:20261006T221500Z
SUMMARY:Coaching meeting
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
"""
