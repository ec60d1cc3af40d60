"""What the two districts do in an engagement: phases, first contact, the end and the closure, as they come in."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.common.schemas import Answer, Body, Words
from coaching.engagements import examples
from coaching.engagements.rules.closure import Content
from coaching.engagements.rules.ends import End, Reason
from coaching.engagements.rules.phases import Phase
from shared.http.examples import example
from shared.http.fields import Day


class PhaseMove(Body):
    """The phase that is to follow: the host proposes it, and the partner agrees by sending the same."""

    model_config = ConfigDict(json_schema_extra=example(examples.PHASE_MOVE))

    phase: Phase


class EngagementFirstContact(Body):
    """That people of both districts met for the first time."""

    model_config = ConfigDict(json_schema_extra=example(examples.FIRST_CONTACT))

    on: Day = Field(description="the day, in the host's calendar")


class EngagementEnding(Body):
    """How an engagement ends."""

    model_config = ConfigDict(json_schema_extra=example(examples.END))

    end: End = Field(description="completed, ended_early or agreement_ended; partner_withdrew follows by itself")
    reason: Reason | None = Field(default=None, description="of one that is ended early")
    words: Words | None = None


class RetentionSet(Body):
    """Until when your district keeps a kind of what its people wrote."""

    content: Content
    destroy_on: Day = Field(description="the day on which it is destroyed, once the engagement is over")


class ClosureSet(Body):
    """When the last meeting is planned, and what your district destroys after it. What it does not name, it keeps."""

    model_config = ConfigDict(json_schema_extra=example(examples.CLOSURE_SET))

    last_meeting_on: Day | None
    retention: Annotated[list[RetentionSet], Field(max_length=20)] = Field(default_factory=list)


class RetentionShown(Answer):
    district_id: UUID = Field(description="the district whose people wrote it")
    content: Content
    destroy_on: date
    destroyed_on: date | None
    destroyed: int | None = Field(description="how many pieces of content were destroyed")


class ClosureShown(Answer):
    """How an engagement is brought to its end, by both districts."""

    model_config = ConfigDict(json_schema_extra=example(examples.CLOSURE))

    last_meeting_on: date | None
    retention: list[RetentionShown]


class NewHandover(Body):
    """What a member hands over to whoever comes after them."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_HANDOVER))

    from_member_id: UUID
    to_member_id: UUID | None = Field(default=None, description="absent where nobody comes after them")
    readable: Annotated[list[Content], Field(max_length=10)] = Field(
        description="what the successor may read of what was written before: team_notes, district_notes, actions"
    )
    words: Words | None = None


class HandoverShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.HANDOVER))

    handover_id: UUID
    district_id: UUID = Field(description="the district whose members they are")
    from_member_id: UUID
    to_member_id: UUID | None
    readable: list[str]
    words: str | None = Field(description="for both districts; null where there were none, or they were destroyed")
    recorded_on: date
