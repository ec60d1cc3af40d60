"""What coaching tells of who coaches which gap.

Each is published once to each of the two districts, in its own name. A coach of another district is an id.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.coaching.topic import COACHING
from shared.events.event import Event

MatchEnd = Literal[
    "declined", "planned_again", "coach_left", "coach_suspended", "gap_closed", "engagement_ended",
    "first_contact_missed",
]  # fmt: skip


class MatchProposed(Event, type="org.trellis.coaching.match.proposed.v1", topic=COACHING, key="match_id"):
    """A coach is proposed for a gap. It does not stand before both districts confirm it."""

    match_id: UUID = Field(description="the match's id")
    engagement_id: UUID = Field(description="the engagement in which they would meet")
    host_id: UUID = Field(description="the coach's district")
    partner_id: UUID = Field(description="the gap's district")
    gap_id: UUID = Field(description="the gap's id, as readiness has it")
    coach_id: UUID = Field(description="the coach's id")
    proposed_on: date = Field(description="the day, in the host's calendar")
    condition: str | None = Field(default=None, description="the key of the gap's condition in its instrument")
    question: str | None = Field(default=None, description="the question's key; absent of a condition's gap")


class MatchConfirmed(Event, type="org.trellis.coaching.match.confirmed.v1", topic=COACHING, key="match_id"):
    """Both districts have confirmed that a coach coaches a gap."""

    match_id: UUID = Field(description="the match's id")
    engagement_id: UUID = Field(description="the engagement in which they meet")
    host_id: UUID = Field(description="the coach's district")
    partner_id: UUID = Field(description="the gap's district")
    gap_id: UUID = Field(description="the gap's id, as readiness has it")
    coach_id: UUID = Field(description="the coach's id")
    confirmed_on: date = Field(description="the day of the second confirmation, in the host's calendar")
    condition: str | None = Field(default=None, description="the key of the gap's condition in its instrument")
    question: str | None = Field(default=None, description="the question's key; absent of a condition's gap")


class MatchEnded(Event, type="org.trellis.coaching.match.ended.v1", topic=COACHING, key="match_id"):
    """A match that was proposed or confirmed stands no more."""

    match_id: UUID = Field(description="the match's id")
    engagement_id: UUID = Field(description="the engagement")
    host_id: UUID = Field(description="the coach's district")
    partner_id: UUID = Field(description="the gap's district")
    gap_id: UUID = Field(description="the gap's id, as readiness has it")
    coach_id: UUID = Field(description="the coach's id")
    because: MatchEnd = Field(description="why")
    ended_on: date = Field(description="the day, in the host's calendar")
