"""What competency tells of evidence, and of the mastery that it amounts to."""

from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.competency.topic import COMPETENCY
from shared.events.event import Event

Cause = Literal["evidence", "voiding", "recalculation"]


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
    """A learner's mastery of one item: `score` absent where no evidence counts any more. `mastered_since` is since when
    it has been mastered without interruption, by when that was shown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    item_id: UUID
    score: Decimal | None = None
    mastered: bool
    observed_at: datetime | None = None
    known_at: datetime
    mastered_since: datetime | None = None


class MasteryChanged(Event, type="org.trellis.competency.mastery.changed.v1", topic=COMPETENCY, key="learner_id"):
    """A learner's mastery of an item changed: one event per learner, item and transaction. Where the district has laid
    down a policy, it says by which version of which one; of an item determined by its children, by which version of its
    criterion; where a record was amended at a family's request, by which request. `cause` is then what was done to the
    evidence: readers hold its list for closed (ADR 0016). Where only `mastered_since` is another, the score, whether it
    is mastered and `observed_at` are as they were.
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
    previously_observed_at: datetime | None = None
    mastered_since: datetime | None = None


class LearnerMasterySnapshot(
    Event, type="org.trellis.competency.learner-mastery.snapshot.v1", topic=COMPETENCY, key="learner_id"
):
    """All of a learner's mastery, republished: it replaces whatever a reader has of the learner. Why something differs
    it does not say; a reader that tells others of a difference says `recalculation`.
    """

    learner_id: UUID
    mastery: tuple[MasteryState, ...]
