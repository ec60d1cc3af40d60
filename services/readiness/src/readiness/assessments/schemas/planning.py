"""Assessments, as routes show them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from readiness.assessments import examples
from readiness.assessments.rules.participation import Band, PickedBy
from readiness.common.rules.roles import Role
from readiness.common.schemas import Answer, Body, Ordinal, Prose, Title
from shared.http.examples import example
from shared.http.fields import Day

State = Literal["planned", "open", "closed"]
Level = Literal["district", "site"]
People = Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
DaysLeft = Annotated[int, Field(ge=0, le=60, strict=True)]


class Population(Body):
    """A role that is asked: the denominator of its figures, and who picked its raters."""

    role: Role
    population: People = Field(description="how many people have the role")
    picked_by: PickedBy = Field(
        description="everyone is invited, a lot was drawn, the district or the role's own body picked, or whoever came"
    )


class Reminders(Body):
    """When those who have not submitted are written to again."""

    days_left: Annotated[list[DaysLeft], Field(max_length=5)] = Field(default_factory=lambda: [7, 2])
    days_apart: Annotated[int, Field(ge=1, le=60, strict=True)] = Field(
        default=2, description="nobody is written to again sooner"
    )


Populations = Annotated[list[Population], Field(min_length=1, max_length=6)]


class NewAssessment(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.NEW_ASSESSMENT))

    instrument_id: UUID
    instrument_version: Ordinal = Field(description="published, and pinned")
    title: Title
    level: Level = "district"
    site_id: UUID | None = Field(default=None, description="the school's organisation; of a site's assessment only")
    opens_on: Day = Field(description="the first day, of your district's calendar")
    closes_on: Day = Field(description="the last day, a whole one")
    populations: Populations
    reminders: Reminders = Field(default_factory=Reminders)


class AssessmentChange(Body):
    """What is left out stays."""

    model_config = ConfigDict(json_schema_extra=example(examples.ASSESSMENT_CHANGE))

    title: Title | None = None
    opens_on: Day | None = None
    closes_on: Day | None = None
    populations: Populations | None = None
    reminders: Reminders | None = None


class Reopening(Body):
    """Until when a closed assessment takes answers again, and why, for whoever reads its results."""

    model_config = ConfigDict(json_schema_extra=example(examples.REOPENING))

    closes_on: Day = Field(description="the last day, a whole one")
    reason: Prose = Field(description="names of people do not belong here")


class ReopeningShown(Answer):
    reopened_on: date
    closes_on: date
    reason: str


class AskedRole(Answer):
    role: Role
    population: int
    picked_by: PickedBy


class RemindersShown(Answer):
    days_left: list[int]
    days_apart: int


class Assessment(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.ASSESSMENT))

    assessment_id: UUID
    instrument_id: UUID
    instrument_version: int
    title: str
    level: Level
    site_id: UUID | None
    opens_on: date
    closes_on: date
    time_zone: str = Field(description="of your district's calendar, whose days these are")
    state: State
    opened_at: datetime | None
    closed_at: datetime | None
    closed_on: date | None = Field(description="the last day on which answers were taken; null until it is closed")
    populations: list[AskedRole]
    reminders: RemindersShown
    reopenings: list[ReopeningShown] = Field(description="when and why it was opened again, oldest first")


class RoleParticipation(Answer):
    role: Role
    population: int
    invited: int | None = Field(description="as counted; null before the first count")
    picked_by: PickedBy
    band: Band | None = Field(description="null where the role is too small for one, however many have answered")


class Participation(Answer):
    """The board: counted once a day, of what was submitted before that day."""

    model_config = ConfigDict(json_schema_extra=example(examples.PARTICIPATION))

    assessment_id: UUID
    counted_on: date | None
    roles: list[RoleParticipation]
