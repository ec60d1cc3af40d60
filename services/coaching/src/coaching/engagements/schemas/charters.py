"""Charters and milestones, as they come in and are shown."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from coaching.common.schemas import Answer, Body, Code, Words
from coaching.engagements import examples
from coaching.engagements.rules.charter import Cadence, Channel, Recording
from shared.http.examples import example
from shared.http.fields import Day, line

Title = Annotated[str, line(300)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class NewCharter(Body):
    """Another version of how the two work together. Nobody has signed it yet."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_CHARTER))

    words: Words
    recording: Recording = Field(description="whether meetings are recorded")
    channel: Channel = Field(description="where people write to each other; no direct addresses are exchanged")
    cadence: Cadence = Field(description="how often they meet")
    first_contact_days: Annotated[int, Field(ge=1, le=90, strict=True)] = Field(
        description="within how many days of its signing, and of each match, a first contact is held"
    )


class CharterShown(Answer):
    """A version of a charter. In force is the newest that both have signed."""

    model_config = ConfigDict(json_schema_extra=example(examples.CHARTER))

    number: int
    words: str
    recording: Recording
    channel: Channel
    cadence: Cadence
    first_contact_days: int
    document_hash: str = Field(description="SHA-256 of this version: what is signed")
    written_by: UUID = Field(description="the district that wrote it")
    written_at: datetime
    host_signed_at: datetime | None
    partner_signed_at: datetime | None
    in_force: bool


class Signature(Body):
    """The version that you have read."""

    model_config = ConfigDict(json_schema_extra=example(examples.SIGNATURE))

    number: Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
    document_hash: Sha256


class NewMilestone(Body):
    """A step of the change that the partner makes."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_MILESTONE))

    code: Code = Field(description="the district's own short name of the step")
    title: Title
    due_on: Day = Field(description="the day by which it is to be reached")


class MilestoneChange(Body):
    """What is left out stays."""

    model_config = ConfigDict(json_schema_extra=example(examples.MILESTONE_CHANGE))

    title: Title | None = None
    due_on: Day | None = None


class MilestoneReached(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.MILESTONE_REACHED))

    on: Day = Field(description="the day on which it was reached, in the host's calendar")


class MilestoneShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.MILESTONE))

    milestone_id: UUID
    code: str
    title: str
    due_on: date
    added_by: UUID = Field(description="the district that added it")
    reached_on: date | None
    reached_by: UUID | None = Field(description="the district that says so")
    late: bool
