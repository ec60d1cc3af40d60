"""Gaps and their timelines as the read API answers them. Ids, codes and figures: names are joined on pages alone."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from dashboards.timelines import examples
from dashboards.timelines.rules.chain import Kind, State, Step
from shared.http.examples import example
from shared.http.fields import Points

GapState = Literal["open", "closed"]


class StepOfGap(BaseModel):
    """One of the six steps from found to closed. `skipped` is one that the gap was closed without, `untold` one of a
    partner's gap of which its host is not told.
    """

    step: Step
    state: State
    day: date | None = Field(description="when it was done; absent where it is not, or where that was not told")
    by: Literal["action_completed"] | None = Field(
        default=None, description="of a resource: that an action was done, and no use of a resource was told"
    )


class GapProgress(BaseModel):
    """How far a gap is."""

    model_config = ConfigDict(json_schema_extra=example(examples.GAP))

    gap_id: UUID
    partner_id: UUID | None = Field(description="whose gap it is, where it is a partner's; absent of your own")
    state: GapState
    kind: str | None = Field(description="what kind of gap; absent of a partner's")
    condition: str | None = Field(description="the condition's key in the instrument, where it was told")
    question: str | None = Field(description="the question's key; absent for a condition's gap")
    severity: str | None = Field(description="how severe it was at last; absent of a partner's")
    level: str | None = Field(description="whether it is the district's or one of its schools'; absent of a partner's")
    site_id: UUID | None = Field(description="the school's organisation, where it is a school's")
    assessment_id: UUID | None = Field(description="the assessment that showed it last; absent of a partner's")
    steps: list[StepOfGap] = Field(description="the six steps, in their order")
    next_step: Step | None = Field(description="what comes next; absent of a gap that is closed")
    last_on: date = Field(description="the day of the last that was told of it")
    days_since: int = Field(description="how many days ago that was, in your district's calendar")
    meetings: int = Field(description="how many meetings were held about it")
    last_met_on: date | None = Field(description="the day of the last of them")


class TimelineEntry(BaseModel):
    """One thing that was told of a gap. What its kind does not say is left out."""

    kind: Kind
    day: date
    moment: datetime | None = Field(default=None, description="when it was told first, where that is known")
    trace_id: str | None = Field(default=None, description="of the trace in which it was done, where there was one")
    of_id: UUID = Field(description="the assessment, the match, the meeting or the action")
    result: int | None = Field(default=None, description="the number of the assessment's result")
    severity: str | None = None
    score: Points | None = Field(default=None, description="the result's score of the gap's condition, 0 to 1")
    reached: str | None = Field(default=None, description="the readiness level that the condition reaches in it")
    because: str | None = Field(default=None, description="why a match ended or an action was dropped")
    engagement_id: UUID | None = None
    host_id: UUID | None = None
    partner_id: UUID | None = None
    match_id: UUID | None = None
    coach_ids: list[UUID] | None = None
    resource_id: UUID | None = None
    due_on: date | None = None
    students: int | None = None
    adults: int | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None


class GapTimeline(GapProgress):
    """How far a gap is, and all that was told of it, in order."""

    model_config = ConfigDict(json_schema_extra=example(examples.TIMELINE))

    entries: list[TimelineEntry]
