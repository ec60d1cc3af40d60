"""What competency tells of a district's calendar."""

from datetime import datetime
from uuid import UUID

from shared.contracts.competency.topic import COMPETENCY
from shared.events.event import Event


class CalendarChanged(Event, type="org.trellis.competency.calendar.changed.v1", topic=COMPETENCY, key="district_id"):
    """The district's days begin and end in another zone, named as the IANA has it (ADR 0020). The last word of
    the key stands: `version` is that of the district's rules, which a restored publisher counts anew. Until a district
    has said anything, its days are those of UTC.
    """

    district_id: UUID
    time_zone: str
    version: int
    changed_at: datetime
