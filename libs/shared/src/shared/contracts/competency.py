"""What competency tells: frameworks, evidence, mastery, plans, pace, reviews, amendments, credentials."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.events.event import Event, Topic

COMPETENCY = Topic("trellis.competency.v1")

Cause = Literal["evidence", "voiding", "recalculation"]


class FrameworkPublished(
    Event, type="org.trellis.competency.framework.published.v1", topic=COMPETENCY, key="framework_id"
):
    """A framework may be used from now on; its items follow, one event each, under the same key."""

    framework_id: UUID
    title: str
    edition: int
    items: int
    scale_minimum: Decimal
    scale_maximum: Decimal
    mastery_score: Decimal


class ItemPublished(Event, type="org.trellis.competency.item.published.v1", topic=COMPETENCY, key="framework_id"):
    """An item of a framework, with what a dashboard shows of it."""

    framework_id: UUID
    item_id: UUID
    edition: int
    statement: str
    coding_scheme: str | None = None
    kind: str | None = None
    parent_id: UUID | None = None
    position: int = 0


class FrameworkRevised(Event, type="org.trellis.competency.framework.revised.v1", topic=COMPETENCY, key="framework_id"):
    """A framework that was published is another now: a new edition, or another state. A deprecated one keeps its
    evidence and takes no more.
    """

    framework_id: UUID
    edition: int
    state: Literal["draft", "adopted", "deprecated"]
    items: int
    changed: int = 0
    retired: int = 0


class ItemRetired(Event, type="org.trellis.competency.item.retired.v1", topic=COMPETENCY, key="framework_id"):
    """An item takes no evidence any more; what there is of it stays."""

    framework_id: UUID
    item_id: UUID
    edition: int


class EvidenceRecorded(Event, type="org.trellis.competency.evidence.recorded.v1", topic=COMPETENCY, key="learner_id"):
    """A piece of evidence was recorded. What it was about is said by its item; its text stays with its owner."""

    learner_id: UUID
    evidence_id: UUID
    item_id: UUID
    score: Decimal
    observed_at: datetime
    recorded_at: datetime


class EvidenceVoided(Event, type="org.trellis.competency.evidence.voided.v1", topic=COMPETENCY, key="learner_id"):
    """A piece of evidence counts no longer."""

    learner_id: UUID
    evidence_id: UUID
    item_id: UUID
    voided_at: datetime


class EvidenceSuperseded(
    Event, type="org.trellis.competency.evidence.superseded.v1", topic=COMPETENCY, key="learner_id"
):
    """A piece of evidence was corrected: it counts no longer, and another one, recorded with it, stands for it."""

    learner_id: UUID
    evidence_id: UUID
    item_id: UUID
    superseded_by: UUID
    superseded_at: datetime


class MasteryState(BaseModel):
    """A learner's mastery of one item: `score` absent where no evidence counts any more."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item_id: UUID
    score: Decimal | None = None
    mastered: bool
    observed_at: datetime | None = None
    known_at: datetime


class MasteryChanged(Event, type="org.trellis.competency.mastery.changed.v1", topic=COMPETENCY, key="learner_id"):
    """A learner's mastery of an item changed: one event per learner, item and transaction. Where the district has laid
    down a policy, it says by which version of which one; of an item determined by its children, by which version of its
    criterion; where a record was amended at a family's request, by which request. `cause` is then what was done to the
    evidence: readers hold its list for closed (ADR 0016).
    """

    learner_id: UUID
    item_id: UUID
    score: Decimal | None = None
    mastered: bool
    previous_score: Decimal | None = None
    previously_mastered: bool = False
    observed_at: datetime | None = None
    known_at: datetime
    cause: Cause = "evidence"
    policy_id: UUID | None = None
    policy_version: int | None = None
    amendment_id: UUID | None = None
    criterion_version: int | None = None


class AmendedItem(BaseModel):
    """What stands of the mastery of an item after evidence of it was amended, the oldest recorded `since`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item_id: UUID
    since: datetime
    score: Decimal | None = None
    mastered: bool
    observed_at: datetime | None = None


class AmendmentDecided(Event, type="org.trellis.competency.amendment.decided.v1", topic=COMPETENCY, key="learner_id"):
    """A family's request for amendment was decided: by the district (`decision` 1), or after a hearing (2). `items` are
    those of which this decision amended evidence; a refusal may have amended a part. It comes before the changes of
    mastery that follow from it, so whoever logs disclosures finds in the log what was told before. Nobody's words.
    """

    learner_id: UUID
    amendment_id: UUID
    decision: int
    outcome: Literal["accepted", "refused", "upheld"]
    decided_at: datetime
    items: tuple[AmendedItem, ...] = ()


class AmendmentDue(Event, type="org.trellis.competency.amendment.due.v1", topic=COMPETENCY, key="learner_id"):
    """The district owes a family a decision, a hearing or the decision after it: a reminder, or, once `overdue`, that
    the last day has passed. `days_left` counts from the day this was said.
    """

    learner_id: UUID
    amendment_id: UUID
    owed: Literal["decision", "hearing", "hearing_decision"]
    due_on: date
    days_left: int
    overdue: bool


class RecordContested(Event, type="org.trellis.competency.record.contested.v1", topic=COMPETENCY, key="learner_id"):
    """All items of a learner whose mastery a family's statement goes along with (34 CFR 99.21(c)), replacing what was
    said before; none: nothing is contested any more. The statement's words stay with their owner.
    """

    learner_id: UUID
    item_ids: tuple[UUID, ...]


class LearnerMasterySnapshot(
    Event, type="org.trellis.competency.learner-mastery.snapshot.v1", topic=COMPETENCY, key="learner_id"
):
    """All of a learner's mastery, republished: it replaces whatever a reader has of the learner. Why something differs
    it does not say; a reader that tells others of a difference says `recalculation`.
    """

    learner_id: UUID
    mastery: tuple[MasteryState, ...]


CredentialKind = Literal["badge", "record"]


class CredentialIssued(Event, type="org.trellis.competency.credential.issued.v1", topic=COMPETENCY, key="learner_id"):
    """A credential was signed: a badge for an item, or the learner's record. Issued anew it keeps its id, and `issue`
    counts. The credential itself is its holder's, and is asked for by its id.
    """

    learner_id: UUID
    credential_id: UUID
    issue: int
    kind: CredentialKind
    item_id: UUID | None = None
    issued_at: datetime


class CredentialRevoked(Event, type="org.trellis.competency.credential.revoked.v1", topic=COMPETENCY, key="learner_id"):
    """An issue of a credential holds no longer; `reason` is a code. Another that takes its place is told next."""

    learner_id: UUID
    credential_id: UUID
    issue: int
    kind: CredentialKind
    item_id: UUID | None = None
    reason: str
    revoked_at: datetime


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
