"""What competency tells of a district's calendar."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from shared.contracts.competency.topic import CALENDARS
from shared.events.event import Event


class CalendarChanged(Event, type="org.trellis.competency.calendar.changed.v1", topic=CALENDARS, key="district_id"):
    """The district's calendar days follow another time zone (ADR 0020). The latest event of a district applies; a
    district without one uses UTC.
    """

    district_id: UUID = Field(description="the district's id")
    time_zone: str = Field(description="the IANA name of the zone, as America/New_York")
    version: int = Field(description="the version of the district's planning rules; it may start again after a restore")
    changed_at: datetime = Field(description="when the district changed it")
