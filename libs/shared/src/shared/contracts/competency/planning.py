"""What competency tells of plans, pace and reviews. What people wrote stays with its owner."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.competency.topic import COMPETENCY
from shared.events.event import Event


class PlanPartChange(BaseModel):
    """How one part of a plan changed. What people wrote is not published."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["goal", "project", "item"] = Field(description="what the part is")
    key: UUID = Field(description="the part's id; of an item, the item's id")
    how: Literal["added", "changed", "dropped"] = Field(description="whether the part was added, changed or dropped")
    target: date | None = Field(default=None, description="the day by which the part is planned; absent: none")


class PlanChanged(Event, type="org.trellis.competency.plan.changed.v1", topic=COMPETENCY, key="learner_id"):
    """A learner's plan was created, edited, or updated from its template."""

    learner_id: UUID = Field(description="the learner's id")
    plan_id: UUID = Field(description="the plan's id")
    version: int = Field(description="the plan's version, counted from 1")
    first_day: date = Field(description="the first day of the plan's year")
    last_day: date = Field(description="the last day of the plan's year")
    changed_at: datetime = Field(description="when it was changed")
    cause: Literal["begun", "edited", "template"] = Field(
        description="whether it was created, edited by somebody, or updated from a template"
    )
    items: int = Field(description="how many items the plan has now")
    changes: tuple[PlanPartChange, ...] = Field(description="the parts that changed")


class PaceState(BaseModel):
    """Whether a learner is behind, on or ahead of their plan."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plan_id: UUID | None = Field(default=None, description="the plan in force; absent: there is none")
    as_of: date = Field(description="the day for which this was computed")
    status: Literal["behind", "on", "ahead"] | None = Field(
        default=None, description="absent where nothing can be said"
    )
    basis: Literal["dates", "rate", "hand"] | None = Field(
        default=None, description="how the status was found: by target dates, by rate, or set by hand"
    )
    set_by: UUID | None = Field(default=None, description="who set it by hand")
    until: date | None = Field(default=None, description="the last day of what was set by hand")
    shortfall: Decimal = Field(
        description="how many items are missing of those planned by now; negative: how many are ahead"
    )
    total: int = Field(description="how many items the plan has")
    achieved: int = Field(description="how many of them are mastered")
    due: int = Field(description="how many had a target by now")
    due_mastered: int = Field(description="how many of those are mastered")
    early: int = Field(description="how many more are mastered before their target")


class PaceChanged(Event, type="org.trellis.competency.pace.changed.v1", topic=COMPETENCY, key="learner_id"):
    """A learner's pace changed: its status, or the basis on which the status was found."""

    learner_id: UUID = Field(description="the learner's id")
    pace: PaceState = Field(description="the pace now")
    previous_status: Literal["behind", "on", "ahead"] | None = Field(
        default=None, description="the status before; absent where nothing could be said"
    )
    known_at: datetime = Field(description="since when the district has known this")


ReviewStage = Literal["asked", "taken", "returned", "decided", "withdrawn"]


class OpenReview(BaseModel):
    """A request for review that is not closed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    review_id: UUID = Field(description="the request's id")
    item_id: UUID = Field(description="the framework item's id")
    state: ReviewStage = Field(description="how far the request is")
    asked_at: datetime = Field(description="when the learner asked last")
    since: datetime = Field(description="when it came into its state")
    taken_by: UUID | None = Field(default=None, description="the educator who has taken it")


class ReviewRequested(Event, type="org.trellis.competency.review.requested.v1", topic=COMPETENCY, key="learner_id"):
    """A learner asks for a review of an item, or asks again after it was returned."""

    learner_id: UUID = Field(description="the learner's id")
    review: OpenReview = Field(description="the request as it stands")
    again: bool = Field(default=False, description="whether it was returned before")


class ReviewMoved(Event, type="org.trellis.competency.review.moved.v1", topic=COMPETENCY, key="learner_id"):
    """A request for review was taken, given back, returned or withdrawn."""

    learner_id: UUID = Field(description="the learner's id")
    review: OpenReview = Field(description="the request as it stands")
    move: Literal["take", "give_back", "return", "withdraw"] = Field(description="what was done with it")
    by: UUID | None = Field(
        default=None,
        description="who did it; absent where it was given back because its taker no longer teaches the learner",
    )


class ReviewDecided(Event, type="org.trellis.competency.review.decided.v1", topic=COMPETENCY, key="learner_id"):
    """An educator decided a request for review with evidence. The evidence and the mastery that follows have events of
    their own.
    """

    learner_id: UUID = Field(description="the learner's id")
    review_id: UUID = Field(description="the request's id")
    item_id: UUID = Field(description="the framework item's id")
    evidence: tuple[UUID, ...] = Field(description="the evidence that was recorded with the decision")
    decided_by: UUID = Field(description="the educator")
    decided_at: datetime = Field(description="when it was decided")


class ReviewOverdue(Event, type="org.trellis.competency.review.overdue.v1", topic=COMPETENCY, key="learner_id"):
    """A request for review has waited so long that people are to be reminded of it."""

    learner_id: UUID = Field(description="the learner's id")
    review: OpenReview = Field(description="the request as it stands")
    days: int = Field(description="how many days it has been in its state")
    to: tuple[UUID, ...] = Field(description="the people to remind")
    leaders: bool = Field(description="whether the school's leaders are to be told too")


class LearnerPlanningSnapshot(
    Event, type="org.trellis.competency.learner-planning.snapshot.v1", topic=COMPETENCY, key="learner_id"
):
    """A learner's pace and open requests for review, published again. It replaces what a reader has of both."""

    learner_id: UUID = Field(description="the learner's id")
    pace: PaceState | None = Field(default=None, description="the pace now; absent where none was computed")
    reviews: tuple[OpenReview, ...] = Field(default=(), description="the requests that are not closed")
