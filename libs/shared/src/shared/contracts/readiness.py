"""What readiness tells: the instruments that districts are assessed by, and which assessments take answers."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.events.event import Event, Topic

READINESS = Topic("trellis.readiness.v1")

Level = Literal["district", "site"]


class InstrumentPublished(
    Event, type="org.trellis.readiness.instrument.published.v1", topic=READINESS, key="instrument_id"
):
    """A version of an instrument was published. It never changes."""

    instrument_id: UUID = Field(description="the instrument's id")
    version: int = Field(description="the version's number, from 1")
    content_hash: str = Field(description="SHA-256 of what it says; versions that say the same have the same")
    origin_instrument_id: UUID | None = Field(
        default=None, description="the id of the instrument that it was taken from, which may be another district's"
    )
    origin_version: int | None = Field(default=None, description="which version of it")


class InstrumentRetired(
    Event, type="org.trellis.readiness.instrument.retired.v1", topic=READINESS, key="instrument_id"
):
    """A version of an instrument was retired: assessments that use it go on, and no new one can."""

    instrument_id: UUID = Field(description="the instrument's id")
    version: int = Field(description="the version's number")


class AssessmentOpened(Event, type="org.trellis.readiness.assessment.opened.v1", topic=READINESS, key="assessment_id"):
    """An assessment takes answers from now on. Its days are those of the district's calendar."""

    assessment_id: UUID = Field(description="the assessment's id")
    instrument_id: UUID = Field(description="the instrument's id")
    instrument_version: int = Field(description="the version that is asked, which never changes")
    level: Level = Field(description="whether the district or one of its schools is assessed")
    site_id: UUID | None = Field(default=None, description="the school's organisation; absent for a district")
    opens_on: date = Field(description="the first day")
    closes_on: date = Field(description="the last day that is planned")
    roles: tuple[str, ...] = Field(description="the roles that are asked")


class RoleBand(BaseModel):
    """How many of those of a role who were invited have submitted, as a band."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str = Field(description="the role")
    band: str | None = Field(
        default=None, description="a quarter or a half; absent where the role is too small for one to be told"
    )


class AssessmentClosed(Event, type="org.trellis.readiness.assessment.closed.v1", topic=READINESS, key="assessment_id"):
    """An assessment takes no more answers. Nothing tells how anybody answered, or that they did."""

    assessment_id: UUID = Field(description="the assessment's id")
    instrument_id: UUID = Field(description="the instrument's id")
    instrument_version: int = Field(description="the version that was asked")
    level: Level = Field(description="whether the district or one of its schools is assessed")
    site_id: UUID | None = Field(default=None, description="the school's organisation; absent for a district")
    closed_on: date = Field(description="the day on which it was closed, in the district's calendar")
    participation: tuple[RoleBand, ...] = Field(description="by role, of what was submitted before that day")
