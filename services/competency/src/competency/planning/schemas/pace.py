"""What the routes of pace take and give, and the rules a district lays down for pace and reviews."""

from datetime import date, datetime
from typing import Literal, get_args
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from competency.common.schemas import Input
from competency.planning import examples
from competency.planning.rules.pace import Status
from competency.planning.schemas.plans import Written
from shared.http.examples import example
from shared.http.fields import Day, Points
from shared.http.paging import Page
from shared.http.schema_rules import present, when


class SetPaceIn(Input):
    """`status: null` takes back what was set by hand."""

    model_config = ConfigDict(
        json_schema_extra=when({"status": get_args(Status)}, present("until")) | example(examples.PACE_SETTING)
    )

    status: Status | None
    until: Day | None = Field(default=None, description="the last day it holds, within the plan's year")
    words: Written | None = Field(default=None, description="why, for those who read it")


class PaceSettingOut(BaseModel):
    model_config = ConfigDict(json_schema_extra=example(examples.PACE_SETTING_SHOWN))

    setting_id: UUID
    status: Status | None
    set_by: UUID
    set_on: date
    set_at: datetime
    until: date
    words: str | None


class ByHand(BaseModel):
    status: Status
    set_by: UUID
    set_on: date
    until: date
    words: str | None


class Week(BaseModel):
    """How many items were planned, and mastered, by the end of a week; nothing is achieved yet in weeks to come."""

    ends_on: date
    planned: int
    achieved: int | None


class PacingLine(BaseModel):
    """Over the year, week by week. Holidays are not known: every week counts alike. Items without a target are in no
    line by dates; `left_out` says how many.
    """

    by: Literal["dates", "rate"]
    left_out: int
    weeks: list[Week]


class PaceFigures(BaseModel):
    """Of `total` items `achieved` are mastered; `due` had a target by now, `due_mastered` of them are mastered,
    `early` more before their target. `shortfall` is how many are missing of what is planned by now, below zero how
    many there are beyond it. `status` null: there is nothing to go by.
    """

    plan_id: UUID | None
    as_of: date
    status: Status | None
    basis: Literal["dates", "rate", "hand"] | None
    hand: ByHand | None
    shortfall: Points
    total: int
    achieved: int
    due: int
    due_mastered: int
    early: int


class PaceOut(PaceFigures):
    """`reckoned` is what dates or rate say, whatever was set by hand; `words` say why, in English."""

    model_config = ConfigDict(json_schema_extra=example(examples.PACE))

    learner_id: UUID
    since: datetime | None = Field(description="when the status became what it is; not told as of another time")
    reckoned: Status | None
    per_week: Points
    needed_per_week: Points | None
    words: str
    line: PacingLine | None


class LearnerPaceOut(PaceFigures):
    learner_id: UUID
    as_of: date | None  # type: ignore[assignment]
    since: datetime | None


class ClassPaceOut(Page[LearnerPaceOut]):
    """Who is farthest behind first, those without a plan last; how many of the class are where."""

    model_config = ConfigDict(json_schema_extra=example(examples.CLASS_PACE))

    class_id: UUID
    behind: int
    on: int
    ahead: int
    none: int
