"""What competency tells: frameworks and their items, evidence, mastery."""

from datetime import datetime
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
    criterion.
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
    criterion_version: int | None = None


class LearnerMasterySnapshot(
    Event, type="org.trellis.competency.learner-mastery.snapshot.v1", topic=COMPETENCY, key="learner_id"
):
    """All of a learner's mastery, republished: it replaces whatever a reader has of the learner."""

    learner_id: UUID
    mastery: tuple[MasteryState, ...]
