"""What the routes of pace take and give, and the rules a district lays down for pace and reviews."""

from datetime import date, datetime
from typing import Literal, get_args
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from competency.rules.pace import Status
from competency.schemas import Input, Title
from competency.schemas.plans import Written
from shared.http.fields import Day, Points
from shared.http.paging import Page
from shared.http.schema_rules import present, when


class PaceTerms(Input):
    """How pace is reckoned; percentages are of what is due (by dates) or of the rate needed (by rate)."""

    by: Literal["dates", "rate", "hand"] = "dates"
    behind_below: StrictInt = Field(default=90, ge=1, le=100)
    ahead_from: StrictInt = Field(default=110, ge=100, le=1000)
    grace_days: StrictInt = Field(default=14, ge=0, le=90, description="of the year, in which by rate nobody is behind")


class ReviewTerms(Input):
    """After how many days somebody is reminded of a review; `again`: and after how many more once more."""

    asked: StrictInt = Field(default=3, ge=1, le=365)
    taken: StrictInt = Field(default=7, ge=1, le=365)
    returned: StrictInt = Field(default=14, ge=1, le=365)
    again: StrictInt = Field(default=1, ge=1, le=365)
    leaders: StrictInt = Field(default=14, ge=1, le=365, description="from then on leaders are told as well")


class PlanningRulesIn(Input):
    time_zone: Title = Field(default="UTC", description="of the district's calendar, as America/New_York")
    pace: PaceTerms = PaceTerms()
    reviews: ReviewTerms = ReviewTerms()


class PlanningRulesOut(PlanningRulesIn):
    version: int = Field(description="0: the district has laid down nothing yet")
    changed_by: str | None
    changed_at: datetime | None


class SetPaceIn(Input):
    """`status: null` takes back what was set by hand."""

    model_config = ConfigDict(json_schema_extra=when({"status": get_args(Status)}, present("until")))

    status: Status | None
    until: Day | None = Field(default=None, description="the last day it holds, within the plan's year")
    words: Written | None = Field(default=None, description="why, for those who read it")


class PaceSettingOut(BaseModel):
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

    class_id: UUID
    behind: int
    on: int
    ahead: int
    none: int
