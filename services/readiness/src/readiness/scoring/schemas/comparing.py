"""Two results side by side, as a route shows them."""

from pydantic import ConfigDict, Field

from readiness.common.rules.roles import Role
from readiness.common.schemas import Answer
from readiness.scoring import examples
from readiness.scoring.rules.comparison import WhyNone
from readiness.scoring.schemas.results import ResultSummary
from shared.http.examples import example
from shared.http.fields import Points


class DeltaOut(Answer):
    """Both sides are of the same questions and groups, by the later version's weights; else `because` says why not."""

    before: Points | None
    after: Points | None
    change: Points | None
    because: WhyNone | None


class GroupOfQuestion(Answer):
    group: str
    roles: list[Role]
    delta: DeltaOut


class GroupOfCondition(GroupOfQuestion):
    questions: list[str] = Field(description="those that it was taken on, by their later keys")


class ConditionDeltaOut(Answer):
    condition: str
    comparable: bool
    kept: Points | None = Field(description="the share of the condition's weight that means the same in both")
    delta: DeltaOut | None = Field(description="null where the condition cannot be compared: see the questions")
    groups: list[GroupOfCondition]


class QuestionDeltaOut(Answer):
    question: str
    earlier: str = Field(description="its key in the earlier version")
    groups: list[GroupOfQuestion]


class ResultComparison(Answer):
    """What changed from the earlier result to the later one."""

    model_config = ConfigDict(json_schema_extra=example(examples.COMPARISON))

    before: ResultSummary
    after: ResultSummary
    comparable: bool = Field(description="whether the whole is")
    kept: Points | None = Field(description="the share of all weight that means the same in both")
    why_not: str | None = Field(description="why the whole cannot be compared")
    whole: DeltaOut | None
    conditions: list[ConditionDeltaOut]
    questions: list[QuestionDeltaOut] = Field(description="of those whose answers mean the same, one by one")
    only_before: list[str]
    only_after: list[str]
