"""What readiness tells: instruments, assessments and what they found, and how applications to a call stand."""

from datetime import date
from decimal import Decimal
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


class ConditionReached(BaseModel):
    """What is released of a condition."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    condition: str = Field(description="the condition's key in the instrument")
    score: Decimal | None = Field(default=None, description="0 to 1; absent where nothing of it is released")
    reached: str | None = Field(default=None, description="the key of the readiness level that it reaches")


class AssessmentScored(Event, type="org.trellis.readiness.assessment.scored.v1", topic=READINESS, key="assessment_id"):
    """A closed assessment has a result. One that was opened again has another, beside those before. Only what may be
    released is told, so that no rater can be derived.
    """

    assessment_id: UUID = Field(description="the assessment's id")
    result: int = Field(description="the result's number within the assessment, from 1")
    instrument_id: UUID = Field(description="the instrument's id")
    instrument_version: int = Field(description="the version that was asked")
    level: Level = Field(description="whether the district or one of its schools was assessed")
    site_id: UUID | None = Field(default=None, description="the school's organisation; absent for a district")
    closed_on: date = Field(description="the day of closing, in the district's calendar")
    score: Decimal | None = Field(default=None, description="of the whole, 0 to 1; absent where nothing is released")
    reached: str | None = Field(default=None, description="the key of the readiness level that it reaches")
    conditions: tuple[ConditionReached, ...] = Field(description="in the order of the instrument")


class GapFound(Event, type="org.trellis.readiness.gap.found.v1", topic=READINESS, key="gap_id"):
    """A result shows a gap that was not open before, or one with another severity. Only released figures tell of it."""

    gap_id: UUID = Field(description="the gap's id, which it keeps until it is closed")
    assessment_id: UUID = Field(description="the assessment whose result shows it")
    result: int = Field(description="the result's number within the assessment")
    instrument_id: UUID = Field(description="the instrument's id")
    level: Level = Field(description="whether it is the district's or one of its schools'")
    site_id: UUID | None = Field(default=None, description="the school's organisation; absent for a district")
    kind: str = Field(description="below_target, gate_missed, gate_not_judged or views_differ")
    condition: str = Field(description="the condition's key in the instrument")
    question: str | None = Field(default=None, description="the question's key; absent for a condition's gap")
    severity: str = Field(description="slight, moderate, serious or critical")
    found_on: date = Field(description="the day of that result, in the district's calendar")


class GapClosed(Event, type="org.trellis.readiness.gap.closed.v1", topic=READINESS, key="gap_id"):
    """A later result shows that a gap is closed."""

    gap_id: UUID = Field(description="the gap's id")
    assessment_id: UUID = Field(description="the assessment whose result shows it")
    result: int = Field(description="the result's number within the assessment")
    closed_on: date = Field(description="the day of that result, in the district's calendar")


class ApplicationSubmitted(
    Event, type="org.trellis.readiness.application.submitted.v1", topic=READINESS, key="application_id"
):
    """A district applied to a host's call. It is published once to each of the two, in its own name."""

    application_id: UUID = Field(description="the application's id")
    call_id: UUID = Field(description="the call's id")
    host_id: UUID = Field(description="the district that calls")
    applicant_id: UUID = Field(description="the district that applies")
    submitted_on: date = Field(description="the day, in the host's calendar")


class ApplicationDecided(
    Event, type="org.trellis.readiness.application.decided.v1", topic=READINESS, key="application_id"
):
    """How an application stands, from the release of the decisions on: it is told then and at each change, once to each
    of the two districts, in its own name. Reasons are read, never told here.
    """

    application_id: UUID = Field(description="the application's id")
    call_id: UUID = Field(description="the call's id")
    host_id: UUID = Field(description="the district that calls")
    applicant_id: UUID = Field(description="the district that applies")
    standing: str = Field(description="chosen, accepted, reserve, not_chosen, declined or withdrawn")
    decided_on: date = Field(description="the day, in the host's calendar")


class Sharing(BaseModel):
    """One direction in which the call wants data shared, in the codes of an agreement."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    direction: Literal["to_host", "to_partner"] = Field(description="to whom data would be disclosed")
    granularity: str = Field(description="how finely, as an agreement has it")
    basis: str = Field(description="the legal basis, as an agreement has it")
    elements: tuple[str, ...] = Field(description="the data elements, as an agreement has them")


class PartnerSelected(Event, type="org.trellis.readiness.partner.selected.v1", topic=READINESS, key="application_id"):
    """A chosen district accepted its place, and is the host's partner from now on. It is published once, in the host's
    name. The agreements that it names are drafted by partners, and signed by both before anything is shared. Where it
    withdraws later, `application.decided` says so.
    """

    application_id: UUID = Field(description="the application's id")
    call_id: UUID = Field(description="the call's id")
    partner_id: UUID = Field(description="the district that was chosen")
    accepted_on: date = Field(description="the day, in the host's calendar")
    starts_on: date = Field(description="the first day of the partnership")
    expires_on: date = Field(description="its last day")
    sharing: tuple[Sharing, ...] = Field(description="what the call wants shared; nothing where it is empty")
