"""Pilots and their waves."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.common.schemas import Answer, Body, Words
from coaching.pilots import examples
from coaching.pilots.rules.waves import OptIn, Outcome, Reason, WaveState
from coaching.pilots.schemas.gates import GateVersion, Title
from shared.http.examples import example
from shared.http.fields import Day, Flag

SchoolIds = Annotated[list[UUID], Field(max_length=200)]


class NewPilot(Body):
    """An innovation that your district wants to try."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_PILOT))

    title: Title
    tried: Words = Field(description="what is tried")
    why: Words = Field(description="why")


class PilotChange(Body):
    """What is left out stays."""

    model_config = ConfigDict(json_schema_extra=example(examples.PILOT_CHANGE))

    title: Title | None = None
    tried: Words | None = None
    why: Words | None = None


class PilotShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.PILOT))

    pilot_id: UUID
    title: str
    tried: str
    why: str
    proposed_at: datetime
    wave: int = Field(description="the number of its last wave")
    state: WaveState = Field(description="of its last wave")
    decides_on: date | None = Field(description="the day by which that wave's gate is to be decided")
    past_gate: bool = Field(description="whether that day has passed without a decision")


class WavePlan(Body):
    """Who and where, and why these first. What is left out stays."""

    model_config = ConfigDict(json_schema_extra=example(examples.WAVE_PLAN))

    why_these_first: Words | None = None
    starts_on: Day | None = Field(default=None, description="the day on which it is to begin")
    school_ids: SchoolIds | None = Field(default=None, description="ids of schools in rostering that are open")


class TeacherAsked(Body):
    person_id: UUID = Field(description="in rostering")
    school_id: UUID = Field(description="one of the wave's schools")
    opt_in: OptIn | None = Field(default=None, description="null: as it is known already, or no answer yet")


class TeachersAsked(Body):
    """Who is asked, in place of those before. Who opted out stays counted."""

    model_config = ConfigDict(json_schema_extra=example(examples.TEACHERS_ASKED))

    teachers: Annotated[list[TeacherAsked], Field(max_length=2000)]


class TeacherAnswer(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.TEACHER_ANSWER))

    opt_in: OptIn = Field(description="none: no answer yet")


class TeacherShown(Answer):
    """Somebody who is asked. Who opted out is counted, and shown to nobody."""

    model_config = ConfigDict(json_schema_extra=example(examples.TEACHER))

    person_id: UUID
    school_id: UUID
    opt_in: OptIn


class TeacherCountsShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.TEACHER_COUNTS))

    yes: int = Field(description="how many take part")
    no: int = Field(description="how many opted out")
    unanswered: int = Field(description="how many have not answered")
    schools: int = Field(description="in how many schools those are who take part")


class DecisionShown(Answer):
    outcome: Outcome
    decided_on: date
    decided_at: datetime
    decided_by: str
    reasons: list[Reason]
    words: str
    learned: str | None = Field(description="of a sunset: what stays known")
    share: bool = Field(description="whether that is to be shared on the wall of failures")
    next_wave: int | None = Field(description="the wave that follows; null where the pilot ends")


class WaveShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.WAVE))

    pilot_id: UUID
    wave: int
    predecessor: int | None
    state: WaveState
    why_these_first: str | None
    starts_on: date | None
    school_ids: list[UUID]
    teachers: TeacherCountsShown
    gate: GateVersion | None = Field(description="by which it is judged, once it is locked; before, the last draft")
    edited_gate: GateVersion | None = Field(description="how the gate was last edited since; it judges nothing")
    decides_on: date | None
    past_gate: bool
    locked_at: datetime | None
    opened_on: date | None
    decision: DecisionShown | None


class Deciding(Body):
    """What is decided at a gate."""

    model_config = ConfigDict(json_schema_extra=example(examples.DECIDING))

    outcome: Outcome
    reasons: Annotated[list[Reason], Field(min_length=1, max_length=10)]
    words: Words = Field(description="why, for those who come after")
    learned: Words | None = Field(default=None, description="demanded of a sunset: what stays known")
    share: Flag = Field(default=False, description="of a sunset: whether that may be shared on the wall of failures")
