"""What coaching tells of coaching meetings: that they were held, never what was said.

Each is published once to each of the two districts, in its own name.
"""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.coaching.topic import COACHING
from shared.events.event import Event

MeetingCancelledBecause = Literal["asked_for", "quorum_lost", "match_ended", "engagement_ended", "no_show"]


class MeetingHeld(Event, type="org.trellis.coaching.meeting.held.v1", topic=COACHING, key="meeting_id"):
    """A coaching session was held. Who was there is counted, not named, but for the coaches."""

    meeting_id: UUID = Field(description="the meeting's id")
    engagement_id: UUID = Field(description="the engagement's id")
    host_id: UUID = Field(description="the coaches' district")
    partner_id: UUID = Field(description="the district that is coached")
    match_id: UUID | None = Field(default=None, description="the match of which it is a meeting; absent of a team's")
    gap_id: UUID | None = Field(default=None, description="the gap that was worked on, as readiness has it")
    coach_ids: tuple[UUID, ...] = Field(description="the coaches who were present")
    students: int = Field(description="how many students were present")
    adults: int = Field(description="how many adults were present")
    started_at: datetime = Field(description="when it began")
    ended_at: datetime = Field(description="when it ended")
    held_on: date = Field(description="the day, in the host's calendar")


class MeetingCancelled(Event, type="org.trellis.coaching.meeting.cancelled.v1", topic=COACHING, key="meeting_id"):
    """A planned meeting is not held, or ended before it counted."""

    meeting_id: UUID = Field(description="the meeting's id")
    engagement_id: UUID = Field(description="the engagement's id")
    host_id: UUID = Field(description="the coaches' district")
    partner_id: UUID = Field(description="the district that is coached")
    because: MeetingCancelledBecause = Field(description="why")
    cancelled_on: date = Field(description="the day, in the host's calendar")


class MeetingAtRisk(Event, type="org.trellis.coaching.meeting.at-risk.v1", topic=COACHING, key="meeting_id"):
    """Something has come in the way of a planned meeting, or was mended. Unless it is mended, the meeting is cancelled
    at its start. Calendars lag by hours: this is told at once.
    """

    meeting_id: UUID = Field(description="the meeting's id")
    engagement_id: UUID = Field(description="the engagement's id")
    host_id: UUID = Field(description="the coaches' district")
    partner_id: UUID = Field(description="the district that is coached")
    risks: tuple[str, ...] = Field(description="what is in the way, as codes; nothing once it was mended")
    starts_at: datetime = Field(description="when it starts")
