"""Where competency tells it."""

from shared.events.event import Topic

COMPETENCY = Topic("trellis.competency.v1")
