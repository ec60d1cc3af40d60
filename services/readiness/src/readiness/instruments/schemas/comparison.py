"""Two versions side by side, as a route shows them."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from readiness.common.schemas import Answer
from readiness.instruments import examples
from shared.http.examples import example
from shared.http.fields import Points
from shared.values.json_types import Json


class FieldChangeOut(Answer):
    field: str
    old: Json  # of any kind of field
    new: Json


class ChangeOut(Answer):
    """What is different in one part. `key` is the newer version's, of a removed part the older's."""

    part: Literal["instrument", "role", "section", "question"]
    key: str
    how: list[Literal["added", "removed", "moved", "reworded", "rescored", "asked"]]
    fields: list[FieldChangeOut]


class KeptOut(Answer):
    share: Points = Field(description="of the weight, from 0 to 1, whose answers mean the same in both")
    comparable: bool


class ConditionKept(KeptOut):
    key: str


class QuestionPair(Answer):
    key: str
    from_key: str


class QuestionDiffering(Answer):
    key: str
    differs_in: list[str] = Field(description="the fields by which answers do not mean the same")


class ComparabilityOut(Answer):
    """Whether results of the two versions can be compared: as a whole, by condition, and question by question."""

    threshold: Points = Field(description="the share that makes a condition comparable, and the whole")
    whole: KeptOut
    conditions: list[ConditionKept]
    questions: list[QuestionPair] = Field(description="whose answers mean the same")
    others: list[QuestionDiffering] = Field(description="that both have, and whose answers do not")


class ComparisonOut(Answer):
    """From an older version to a newer one."""

    model_config = ConfigDict(json_schema_extra=example(examples.COMPARISON))

    instrument_id: UUID
    version: int
    from_instrument_id: UUID
    from_version: int
    changes: list[ChangeOut]
    comparability: ComparabilityOut | None
    not_comparable_because: str | None = Field(description="why nothing is said of that")
