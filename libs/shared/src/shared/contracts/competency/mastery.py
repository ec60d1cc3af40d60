"""What competency tells of evidence, and of the mastery that it amounts to."""

from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.competency.topic import COMPETENCY
from shared.events.event import Event

Cause = Literal["evidence", "voiding", "recalculation"]


class EvidenceRecorded(Event, type="org.trellis.competency.evidence.recorded.v1", topic=COMPETENCY, key="learner_id"):
    """Evidence of a learner was recorded. Its text and links are not published."""

    learner_id: UUID = Field(description="the learner's id")
    evidence_id: UUID = Field(description="the evidence's id")
    item_id: UUID = Field(description="the framework item's id")
    score: Decimal = Field(description="on the framework's scale")
    observed_at: datetime = Field(description="when the learner showed it")
    recorded_at: datetime = Field(description="when it was recorded")


class EvidenceVoided(Event, type="org.trellis.competency.evidence.voided.v1", topic=COMPETENCY, key="learner_id"):
    """Evidence was voided: it no longer counts."""

    learner_id: UUID = Field(description="the learner's id")
    evidence_id: UUID = Field(description="the evidence's id")
    item_id: UUID = Field(description="the framework item's id")
    voided_at: datetime = Field(description="when it was voided")


class EvidenceSuperseded(
    Event, type="org.trellis.competency.evidence.superseded.v1", topic=COMPETENCY, key="learner_id"
):
    """Evidence was corrected: it no longer counts, and other evidence, recorded with the correction, counts in its
    place.
    """

    learner_id: UUID = Field(description="the learner's id")
    evidence_id: UUID = Field(description="the evidence's id")
    item_id: UUID = Field(description="the framework item's id")
    superseded_by: UUID = Field(description="the evidence that counts in its place")
    superseded_at: datetime = Field(description="when it was corrected")


class MasteryState(BaseModel):
    """A learner's mastery of one item."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item_id: UUID = Field(description="the framework item's id")
    score: Decimal | None = Field(default=None, description="on the framework's scale; absent where no evidence counts")
    mastered: bool = Field(description="whether the item is mastered")
    observed_at: datetime | None = Field(default=None, description="when the learner showed what the result rests on")
    known_at: datetime = Field(description="since when the district has known this")
    mastered_since: datetime | None = Field(
        default=None, description="when the learner showed what has kept the item mastered without interruption since"
    )


class MasteryChanged(Event, type="org.trellis.competency.mastery.changed.v1", topic=COMPETENCY, key="learner_id"):
    """A learner's mastery of an item changed: one event for each learner, item and transaction. Where only
    `mastered_since` differs, the score, `mastered` and `observed_at` are as they were before.
    """

    learner_id: UUID = Field(description="the learner's id")
    item_id: UUID = Field(description="the framework item's id")
    score: Decimal | None = Field(default=None, description="on the framework's scale; absent where no evidence counts")
    mastered: bool = Field(description="whether the item is mastered")
    previous_score: Decimal | None = Field(default=None, description="the score before")
    previously_mastered: bool = Field(default=False, description="whether the item was mastered before")
    observed_at: datetime | None = Field(default=None, description="when the learner showed what the result rests on")
    known_at: datetime = Field(description="since when the district has known this")
    cause: Cause = Field(
        default="evidence", description="what led to the change; readers rely on this list being complete (ADR 0016)"
    )
    policy_id: UUID | None = Field(
        default=None, description="the policy that determined the result, if the district has one"
    )
    policy_version: int | None = Field(default=None, description="the version of that policy")
    amendment_id: UUID | None = Field(
        default=None, description="the amendment request that led to the change, if one did"
    )
    criterion_version: int | None = Field(
        default=None, description="the version of the item's criterion, where its children determine it"
    )
    previously_observed_at: datetime | None = Field(
        default=None, description="when the learner showed what the result before rested on"
    )
    mastered_since: datetime | None = Field(
        default=None, description="when the learner showed what has kept the item mastered without interruption since"
    )


class LearnerMasterySnapshot(
    Event, type="org.trellis.competency.learner-mastery.snapshot.v1", topic=COMPETENCY, key="learner_id"
):
    """All of a learner's mastery, published again. It replaces what a reader has of the learner. It does not say why
    something differs; a reader that passes on a difference gives `recalculation` as its cause.
    """

    learner_id: UUID = Field(description="the learner's id")
    mastery: tuple[MasteryState, ...] = Field(description="the mastery of every item that was ever determined")
