"""Matches, as both districts see them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.coaches.schemas.coaches import WeeklyTimes
from coaching.common.schemas import Answer, Body
from coaching.matching import examples
from coaching.matching.rules.states import MatchState
from coaching.matching.schemas.results import MeetingTime
from shared.contracts.coaching.matching import MatchEnd
from shared.http.examples import example
from shared.http.fields import Day, prose

Words = Annotated[str, prose(2_000)]


class MatchShown(Answer):
    """A coach for a need: proposed, confirmed by both, or ended."""

    model_config = ConfigDict(json_schema_extra=example(examples.MATCH))

    match_id: UUID
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    need_id: UUID
    gap_id: UUID
    condition: str = Field(description="the key of the gap's condition in the partner's instrument")
    question: str | None = Field(description="the key of its question; null of a condition's gap")
    coach_id: UUID
    coach_kind: Literal["student", "staff"]
    matching_id: UUID
    at: MeetingTime
    starts_on: date
    ends_on: date
    state: MatchState
    proposed_on: date
    host_confirmed_at: datetime | None
    partner_confirmed_at: datetime | None
    confirmed_on: date | None
    contact_due_on: date | None = Field(description="the last day for a first contact; null until both have confirmed")
    contacted_on: date | None
    stalled: bool = Field(description="whether the first contact is overdue")
    because: MatchEnd | None = Field(description="why it ended")
    words: str | None = Field(description="of whoever declined or ended it, for both districts")
    ended_on: date | None


class NeedOfMatch(Answer):
    """What a coach is asked to help with. How severe the gap is stays between the two districts."""

    condition: str = Field(description="the condition's key in the partner's instrument")
    question: str | None = Field(description="the question's key; null of a condition's gap")
    level: int = Field(description="of the skill that is wished: 1 knows of it, 4 has taught it")
    languages: list[str]
    time_zone: str
    availability: list[WeeklyTimes] = Field(description="when the partner's people can meet, by the clock there")


class OwnMatchShown(MatchShown):
    """A match for whoever coaches in it, with what they are asked to help with."""

    model_config = ConfigDict(json_schema_extra=example(examples.OWN_MATCH))

    need: NeedOfMatch


class Declining(Body):
    """Why a match is declined."""

    model_config = ConfigDict(json_schema_extra=example(examples.DECLINING))

    words: Words = Field(description="read by both districts")


class MatchEnding(Body):
    """Why a match that stood ends."""

    model_config = ConfigDict(json_schema_extra=example(examples.ENDING))

    because: Literal["planned_again", "first_contact_missed"]
    words: Words = Field(description="read by both districts")


class MatchFirstContact(Body):
    """When coach and partner met first."""

    model_config = ConfigDict(json_schema_extra=example(examples.FIRST_CONTACT))

    on: Day
