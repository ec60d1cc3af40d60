"""Explanations, as routes show them: whoever has one comes to the very same scores."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from readiness.common.rules.roles import Role
from readiness.common.schemas import Answer
from readiness.scoring import examples
from readiness.scoring.rules.explain import WhyLeftOut
from readiness.scoring.schemas.results import GateOut, LevelReachedOut
from shared.http.examples import example
from shared.http.fields import Points


class AnswerLine(Answer):
    """Answers that say the same; `each` is null where they are numbers that are not shown one by one."""

    answer: str
    count: int
    each: Points | None
    total: Points


class NotCounted(Answer):
    """Answers outside the denominator; null of a reply that counts, which then has a line."""

    dont_know: int | None = None
    not_applicable: int | None = None
    skipped: int | None = None


class PartOut(Answer):
    """A part of a mean: its weight, and its share of all weights that are left. One without a score says why."""

    weight: Points
    share: Points | None = Field(description="null of a part that is left out")
    because: WhyLeftOut | None = Field(description="why it is left out; null of a part that counts")
    score: Points | None


class QuestionExplained(PartOut):
    """The score is the sum of the lines' totals by the sum of their counts, to six places."""

    question: str
    stands: bool = Field(description="of an earlier result, because the newer answers may not be released")
    lines: list[AnswerLine]
    not_counted: NotCounted


class GroupExplained(PartOut):
    """The score is the mean of the questions that count by their weights, to six places."""

    group: str
    roles: list[Role]
    questions: list[QuestionExplained]


class ConditionExplained(PartOut):
    """The score is the mean of the groups that count by their weights, to six places."""

    condition: str
    reaches: LevelReachedOut
    groups: list[GroupExplained]


class GateExplained(GateOut):
    """The gate's score is the mean of the groups' scores of its question by their weights."""

    groups: list[GroupExplained]


class LevelOut(Answer):
    key: str
    at_least: Points


class ExplanationOut(Answer):
    """Every score of a result and what it is made of, down to how many gave which answer."""

    model_config = ConfigDict(json_schema_extra=example(examples.EXPLANATION))

    assessment_id: UUID
    result: int
    depth: Literal["released", "full"]
    levels: list[LevelOut]
    target: str
    score: Points | None
    reaches: LevelReachedOut
    conditions: list[ConditionExplained]
    gates: list[GateExplained]
