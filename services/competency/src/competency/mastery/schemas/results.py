"""A learner's mastery as it goes out."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from competency.amendments.schemas import StatementOut
from competency.mastery import examples
from competency.mastery.rules.mastery import ItemMastery
from shared.http.examples import example
from shared.http.fields import Points


class ThroughOut(BaseModel):
    """Where mastery that is shown through an exact match comes from."""

    item_id: UUID
    match_id: UUID
    score: Points | None = Field(description="of that item, on the scale of its framework")


class MasteryOut(BaseModel):
    """`score` is absent where no evidence counts; times say when it was shown and since when we know."""

    model_config = ConfigDict(json_schema_extra=example(examples.MASTERY))

    item_id: UUID
    score: Points | None
    mastered: bool
    observed_at: datetime | None
    known_at: datetime | None
    policy_id: UUID | None = Field(default=None, description="the policy it was determined by, where there is one")
    statements: list[StatementOut] = Field(default=[], description="of families who disagree with it or its evidence")
    criterion_version: int | None = Field(
        default=None, description="of the item's criterion, where its children determine it"
    )
    through: ThroughOut | None = Field(
        default=None, description="where the mastery is another item's, shown through a confirmed exact match"
    )


class LearnerMasteryOut(BaseModel):
    """A learner's mastery, now or as of the times asked for."""

    model_config = ConfigDict(json_schema_extra=example(examples.LEARNER_MASTERY))

    learner_id: UUID
    mastery: list[MasteryOut]
    observed_as_of: datetime | None = None
    known_as_of: datetime | None = None


def mastery_out(mastery: ItemMastery) -> MasteryOut:
    """Returns the mastery as it goes out, without what families have to say of it."""
    return MasteryOut(
        item_id=mastery.item_id,
        score=mastery.score,
        mastered=mastery.mastered,
        observed_at=mastery.observed_at,
        known_at=mastery.known_at,
        policy_id=mastery.policy_id,
        criterion_version=mastery.criterion_version,
    )
