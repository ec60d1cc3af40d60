"""Where competency tells it."""

from shared.events.event import Topic

COMPETENCY = Topic("trellis.competency.v1")
CALENDARS = Topic("trellis.competency.calendars.v1", compacted=True)
"""Every service reads all calendars and hardly anything else of competency: here they lie apart, the last word of each
district for ever."""
