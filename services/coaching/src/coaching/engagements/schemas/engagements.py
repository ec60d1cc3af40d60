"""Engagements, as they come in and are shown."""

from datetime import date
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.common.schemas import Answer
from coaching.engagements import examples
from coaching.engagements.rules.contact import Stall
from coaching.engagements.rules.ends import End, Reason
from coaching.engagements.rules.phases import Phase
from coaching.engagements.rules.sharing import DemandState, Direction, SharingState
from shared.http.examples import example


class EngagementEnd(Answer):
    """How an engagement ended."""

    end: End
    reason: Reason | None = Field(description="of one that was ended early")
    words: str | None
    ended_on: date = Field(description="the first day on which it is over, in the host's calendar")


class SharingDemand(Answer):
    """What the call wants shared one way, and how it stands."""

    direction: Direction
    granularity: str = Field(description="in the codes of an agreement; a finer one meets it as well")
    state: DemandState


class EngagementShown(Answer):
    """What two districts do together, the same for both."""

    model_config = ConfigDict(json_schema_extra=example(examples.ENGAGEMENT))

    engagement_id: UUID
    host_id: UUID = Field(description="the district that shares its model")
    partner_id: UUID = Field(description="the district that it coaches")
    application_id: UUID = Field(description="by which the partner was chosen")
    call_id: UUID
    starts_on: date
    expires_on: date
    started_on: date = Field(description="when it was opened, in the host's calendar")
    phase: Phase
    phase_since: date
    proposed_phase: Phase | None = Field(description="what the host proposes as the next, for the partner to agree to")
    sharing: SharingState = Field(
        description="how the agreements stand that the call asks for; while they are awaited or over, nothing that "
        "discloses begins"
    )
    demands: list[SharingDemand] = Field(description="each way of sharing that the call asks for, and how it stands")
    first_contact_by: date = Field(description="the last day for a first contact")
    first_contact_on: date | None
    late_milestones: int = Field(description="how many are due and not reached")
    stalled: list[Stall] = Field(description="what has come to a stop; nothing where the list is empty")
    last_meeting_on: date | None = Field(description="the day that is planned for the last meeting")
    ended: EngagementEnd | None
