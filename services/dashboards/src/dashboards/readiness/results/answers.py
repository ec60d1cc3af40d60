"""Results, explanations, gaps and comparisons, as readiness says them."""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from dashboards.common.answers import RemoteAnswer


class ResultSummary(RemoteAnswer):
    assessment_id: UUID
    result: int
    closed_on: date
    score: Decimal | None
    reached: str | None


class Results(RemoteAnswer):
    items: list[ResultSummary]
    next: str | None = None


class Reached(RemoteAnswer):
    """The level that is reached, and the questions whose gates hold it."""

    key: str | None
    by_score: str | None
    held_by: list[str]


class Gate(RemoteAnswer):
    condition: str
    question: str
    threshold: Decimal
    score: Decimal | None
    status: str


class GroupScore(RemoteAnswer):
    group: str
    score: Decimal | None
    confidence: str | None


class ConditionScore(RemoteAnswer):
    condition: str
    score: Decimal | None
    reaches: Reached
    confidence: str | None
    groups: list[GroupScore]


class RoleAnswered(RemoteAnswer):
    role: str
    population: int
    invited: int
    picked_by: str


class Response(RemoteAnswer):
    roles: list[RoleAnswered]
    submitted: int | None
    response: Decimal | None
    coverage: Decimal | None


class Coefficient(RemoteAnswer):
    value: Decimal | None
    not_defined_because: str | None


class Agreement(RemoteAnswer):
    group: str
    levels: int
    questions: list[str]
    alpha: Coefficient
    alpha_low: Decimal | None
    alpha_high: Decimal | None
    ac2: Coefficient


class VerifiedBeside(RemoteAnswer):
    question: str
    self_rated: Decimal | None
    verified: Decimal
    verified_on: date


class Result(ResultSummary):
    target: str
    reaches: Reached
    confidence: str | None
    gates: list[Gate]
    conditions: list[ConditionScore]
    responses: list[Response]
    agreement: list[Agreement]
    verified: list[VerifiedBeside]


class AnswerLine(RemoteAnswer):
    """Answers that say the same; `each` is none where numbers are not shown one by one."""

    answer: str
    count: int
    each: Decimal | None
    total: Decimal


class NotCounted(RemoteAnswer):
    dont_know: int | None = None
    not_applicable: int | None = None
    skipped: int | None = None


class Part(RemoteAnswer):
    """A part of a mean; one that is left out says why."""

    weight: Decimal
    share: Decimal | None
    because: str | None
    score: Decimal | None


class QuestionExplained(Part):
    question: str
    stands: bool
    lines: list[AnswerLine]
    not_counted: NotCounted


class GroupExplained(Part):
    group: str
    questions: list[QuestionExplained]


class ConditionExplained(Part):
    condition: str
    reaches: Reached
    groups: list[GroupExplained]


class Level(RemoteAnswer):
    key: str
    at_least: Decimal


class Explanation(RemoteAnswer):
    levels: list[Level]
    target: str
    score: Decimal | None
    conditions: list[ConditionExplained]


class ToldBy(RemoteAnswer):
    """The result that tells it."""

    assessment_id: UUID
    result: int
    on: date | None


class Gap(RemoteAnswer):
    gap_id: UUID
    level: str
    site_id: UUID | None
    kind: str
    condition: str
    question: str | None
    severity: str
    state: Literal["open", "closed"]
    opened: ToldBy
    seen: ToldBy
    closed: ToldBy | None


class Gaps(RemoteAnswer):
    items: list[Gap]
    next: str | None = None


class GapEvidence(RemoteAnswer):
    question: str
    group: str
    score: Decimal | None
    counted: int


class Lift(RemoteAnswer):
    question: str
    by: Decimal


class GapWithEvidence(Gap):
    score: Decimal | None
    wanted: Decimal | None
    distance: Decimal | None
    evidence: list[GapEvidence]
    lifts: list[Lift]


class Delta(RemoteAnswer):
    """Of the same questions and groups on both sides; `because` says why there is none."""

    before: Decimal | None
    after: Decimal | None
    change: Decimal | None
    because: str | None


class GroupDelta(RemoteAnswer):
    group: str
    delta: Delta


class ConditionDelta(RemoteAnswer):
    condition: str
    delta: Delta | None
    groups: list[GroupDelta]


class QuestionDelta(RemoteAnswer):
    question: str
    groups: list[GroupDelta]


class Comparison(RemoteAnswer):
    """What changed between the newest results of two assessments; `kept` is the share of weight that means the same."""

    before: ResultSummary
    after: ResultSummary
    comparable: bool
    kept: Decimal | None
    whole: Delta | None
    conditions: list[ConditionDelta]
    questions: list[QuestionDelta]
    only_before: list[str]
    only_after: list[str]
