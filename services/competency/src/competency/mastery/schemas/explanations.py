"""A determination that explains itself, and the history of determinations."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from competency.amendments.schemas import StatementOut
from competency.evidence.rules import Kind
from competency.mastery import examples
from competency.mastery.rules.criteria import Rule
from competency.mastery.rules.determination import Reason
from competency.mastery.rules.policy import PolicyLevel, SelfAndPeer
from shared.http.examples import example
from shared.http.fields import Points


class ExplainedResultOut(BaseModel):
    """`deciding` is the piece that dates the score, `pieces` how many counted: of a roll-up, children mastered."""

    score: Points | None
    mastered: bool
    observed_at: datetime | None
    deciding: UUID | None
    pieces: int


class DeterminationOut(ExplainedResultOut):
    """What was held from `known_at` on, and why it was determined then."""

    model_config = ConfigDict(json_schema_extra=example(examples.DETERMINATION))

    known_at: datetime
    cause: str = Field(description="evidence, correction, voiding, amendment or recalculation")
    policy_id: UUID | None
    policy_version: int | None
    criterion_version: int | None


class TermsOut(BaseModel):
    """The policy a result was determined by; without `policy_id`, what is meant where nobody has laid one down."""

    policy_id: UUID | None
    level: PolicyLevel | None
    version: int | None
    method: str
    parameter: int | None
    mastery: Points
    scale_minimum: Points
    scale_maximum: Points
    kinds: list[Kind]
    self_and_peer: SelfAndPeer
    window_days: int | None


class CriterionTermsOut(BaseModel):
    """The rule by which the item's children determined it."""

    version: int
    rule: Rule
    needed: int | None = Field(description="how many children must be mastered; absent under weighted")
    mastery: Points | None = Field(description="weighted: the mean from which on the item is mastered")
    set_by: str
    set_at: datetime


class ExplainedChildOut(BaseModel):
    """A child as it stood, and what it adds: to the count of those mastered, or to the weighted mean."""

    item_id: UUID
    statement: str
    coding_scheme: str | None
    score: Points | None
    level: str | None
    mastered: bool
    observed_at: datetime | None
    weight: Points | None
    adds: Points
    gained_from: Points | None = Field(description="weighted: the score of this child that alone would bring mastery")
    because: str


class TimesOut(BaseModel):
    """The times the explanation is for: `now` is when the result was determined, from which a recency window reaches
    back unless `observed` is given.
    """

    now: datetime
    observed: datetime | None
    known: datetime | None


class PieceOut(BaseModel):
    """A piece of evidence: its share in the result, 0 to 1, or the reason it does not count."""

    evidence_id: UUID
    kind: Kind
    score: Points | None
    observed_at: datetime
    recorded_at: datetime
    share: Points | None
    reason: Reason | Literal["criterion"] | None
    because: str


class ExplanationStepOut(BaseModel):
    """One step of the sum: in words, as a formula of numbers (`previous` is the exact outcome of the step before), and
    what it comes to.
    """

    what: str
    formula: str
    value: Points | None


class ProspectOut(BaseModel):
    """What one more piece would do: the smallest score that would bring mastery, or the largest that would take it."""

    gained_from: Points | None
    lost_up_to: Points | None
    words: str


class ExplanationOut(BaseModel):
    """Why a learner's mastery of an item is what it is. Worked out again, the steps give the score."""

    model_config = ConfigDict(json_schema_extra=example(examples.EXPLANATION))

    learner_id: UUID
    item_id: UUID
    result: ExplainedResultOut
    level: str | None = Field(description="the name that the scale has for the score")
    policy: TermsOut | None = Field(description="by which evidence determined it; absent where its children did")
    criterion: CriterionTermsOut | None
    children: list[ExplainedChildOut]
    as_of: TimesOut
    pieces: list[PieceOut]
    steps: list[ExplanationStepOut]
    prospect: ProspectOut
    up_to_date: bool = Field(description="false while another policy is in force and the recalculation is under way")
    statements: list[StatementOut] = Field(
        default=[], description="of families who disagree with the result or its evidence"
    )
