"""The district's planning rules as they come in and go out."""

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict, Field, StrictInt

from competency.common.schemas import Input, Title
from competency.district import examples
from shared.http.examples import example


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
    model_config = ConfigDict(json_schema_extra=example(examples.PLANNING_RULES))

    time_zone: Title = Field(default="UTC", description="of the district's calendar, as America/New_York")
    pace: PaceTerms = PaceTerms()
    reviews: ReviewTerms = ReviewTerms()


class PlanningRulesOut(PlanningRulesIn):
    model_config = ConfigDict(json_schema_extra=example(examples.PLANNING_RULES_SHOWN))

    version: int = Field(description="0: the district has laid down nothing yet")
    changed_by: str | None
    changed_at: datetime | None
