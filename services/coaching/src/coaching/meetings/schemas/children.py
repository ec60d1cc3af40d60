"""Meetings, as they are shown to the families of those who are to be there."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.common.schemas import Answer
from coaching.meetings import examples
from coaching.meetings.rules.terms import Mode
from shared.http.examples import example


class ChildMeetingShown(Answer):
    """A meeting of your child: nobody else who is there is named, nor what it is about."""

    model_config = ConfigDict(json_schema_extra=example(examples.CHILD_MEETING))

    meeting_id: UUID
    learner_id: UUID = Field(description="your child, in rostering")
    starts_at: datetime
    ends_at: datetime
    time_zone: str = Field(description="in which it is planned, as the IANA names it")
    mode: Mode
    place: str | None = Field(description="where, of a meeting in person; null of one online")
    state: Literal["planned", "under_way", "cancelled"]
    at_risk: bool = Field(description="whether something is in the way of it: it is cancelled unless that is mended")
    adults: int = Field(description="how many adults are to be there; of one that is under way, how many are")
