"""Gaps and needs, as they come in and are shown."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.coaches.schemas.coaches import Languages, WeeklyTimes, Zone
from coaching.common.schemas import Answer, Body
from coaching.matching import examples
from coaching.matching.rules.skills import Severity
from coaching.matching.rules.states import NeedEnd, NeedState
from shared.http.examples import example

Level = Annotated[int, Field(ge=1, le=4, strict=True)]


class GapShown(Answer):
    """A gap of the district's own that is open, as readiness tells of it."""

    model_config = ConfigDict(json_schema_extra=example(examples.GAP))

    gap_id: UUID
    instrument_id: UUID
    condition: str = Field(description="the condition's key in the instrument")
    question: str | None = Field(description="the question's key; null of a condition's gap")
    kind: str = Field(description="below_target, gate_missed, gate_not_judged or views_differ")
    level: Literal["district", "site"]
    site_id: UUID | None
    severity: Severity
    found_on: date


class NewNeed(Body):
    """A gap that is brought to an engagement: from then on the host knows of it."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_NEED))

    engagement_id: UUID
    gap_id: UUID = Field(description="an open gap of your district's")
    level: Level = Field(description="of the skill that is wished: 1 knows of it, 4 has taught it")
    languages: Languages
    time_zone: Zone = Field(description="where your people are, as the IANA names it")
    availability: Annotated[list[WeeklyTimes], Field(min_length=1, max_length=50)] = Field(
        description="when they can meet, by the clock there"
    )


class NeedShown(Answer):
    """A need, as both districts of the engagement see it."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEED))

    need_id: UUID
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    gap_id: UUID
    instrument_id: UUID = Field(description="the partner's; a host knows what it offered by what it was taken from")
    condition: str
    question: str | None
    severity: Severity
    level: int
    languages: list[str]
    time_zone: str
    availability: list[WeeklyTimes]
    state: NeedState
    because: NeedEnd | None = Field(description="why it is open no more")
    brought_at: datetime
    ended_at: datetime | None
