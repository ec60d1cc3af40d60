"""What competency tells of plans, pace and reviews. What people wrote stays with its owner."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.competency.topic import COMPETENCY
from shared.events.event import Event


class PlanPartChange(BaseModel):
    """What became of a part of a plan; `key` is the item's id where the part is an item. What people wrote stays
    with its owner.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["goal", "project", "item"]
    key: UUID
    how: Literal["added", "changed", "dropped"]
    target: date | None = None


class PlanChanged(Event, type="org.trellis.competency.plan.changed.v1", topic=COMPETENCY, key="learner_id"):
    """A learner's plan was begun, edited, or followed its template. `items` is how many it has now."""

    learner_id: UUID
    plan_id: UUID
    version: int
    first_day: date
    last_day: date
    changed_at: datetime
    cause: Literal["begun", "edited", "template"]
    items: int
    changes: tuple[PlanPartChange, ...]


class PaceState(BaseModel):
    """Whether a learner moves through their plan as it asks, and by what that is said; `until` is the last day of what
    was set by hand. No status: there is nothing to go by.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    plan_id: UUID | None = None
    as_of: date
    status: Literal["behind", "on", "ahead"] | None = None
    basis: Literal["dates", "rate", "hand"] | None = None
    set_by: UUID | None = None
    until: date | None = None
    shortfall: Decimal
    total: int
    achieved: int
    due: int
    due_mastered: int
    early: int


class PaceChanged(Event, type="org.trellis.competency.pace.changed.v1", topic=COMPETENCY, key="learner_id"):
    """A learner's pace is another: by its status, or by what that is said."""

    learner_id: UUID
    pace: PaceState
    previous_status: Literal["behind", "on", "ahead"] | None = None
    known_at: datetime


ReviewStage = Literal["asked", "taken", "returned", "decided", "withdrawn"]


class OpenReview(BaseModel):
    """A request for a review that is under way. `since` is when it came into its state."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    review_id: UUID
    item_id: UUID
    state: ReviewStage
    asked_at: datetime
    since: datetime
    taken_by: UUID | None = None


class ReviewRequested(Event, type="org.trellis.competency.review.requested.v1", topic=COMPETENCY, key="learner_id"):
    """A learner asks for a review of an item, or asks again after it was returned."""

    learner_id: UUID
    review: OpenReview
    again: bool = False


class ReviewMoved(Event, type="org.trellis.competency.review.moved.v1", topic=COMPETENCY, key="learner_id"):
    """A request was taken, given back, returned or withdrawn; `by` is the person, absent where its taker teaches the
    learner no longer and it was given back by itself.
    """

    learner_id: UUID
    review: OpenReview
    move: Literal["take", "give_back", "return", "withdraw"]
    by: UUID | None = None


class ReviewDecided(Event, type="org.trellis.competency.review.decided.v1", topic=COMPETENCY, key="learner_id"):
    """An educator decided a request with evidence; what that comes to is told as evidence and mastery."""

    learner_id: UUID
    review_id: UUID
    item_id: UUID
    evidence: tuple[UUID, ...]
    decided_by: UUID
    decided_at: datetime


class ReviewOverdue(Event, type="org.trellis.competency.review.overdue.v1", topic=COMPETENCY, key="learner_id"):
    """Somebody is to be reminded of a request: these people, and the school's leaders where `leaders` says so."""

    learner_id: UUID
    review: OpenReview
    days: int
    to: tuple[UUID, ...]
    leaders: bool


class LearnerPlanningSnapshot(
    Event, type="org.trellis.competency.learner-planning.snapshot.v1", topic=COMPETENCY, key="learner_id"
):
    """A learner's pace and open reviews, republished: they replace whatever a reader has of them."""

    learner_id: UUID
    pace: PaceState | None = None
    reviews: tuple[OpenReview, ...] = ()
