"""What the routes of criteria and prerequisites take and give."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from competency.common.schemas import Input, Score
from competency.mastery import examples
from competency.mastery.rules.criteria import HEAVIEST, Rule
from shared.http.examples import example
from shared.http.fields import Points, points
from shared.http.schema_rules import absent, all_of, present, when

MOST_CHILDREN = 1000
_WEIGHT = points(r"^(?!0*(\.0*)?$)0*(1000(\.0{1,2})?|[0-9]{1,3}(\.[0-9]{1,2})?)$", 0.01)


class ChildIn(Input):
    item_id: UUID
    weight: Annotated[Decimal, Field(gt=0, le=HEAVIEST, max_digits=6, decimal_places=2), _WEIGHT] | None = Field(
        default=None, description="under weighted, relative to the others; left out: 1"
    )


_WITHOUT_WEIGHTS = {"properties": {"children": {"items": absent("weight")}}}


class CriterionIn(Input):
    """How an item is mastered through its children. Without `children`, by those that it has in the framework's tree,
    now and after every edition.
    """

    model_config = ConfigDict(
        json_schema_extra=all_of(
            when({"rule": ["at_least"]}, present("least"), absent("least")),
            when({"rule": ["weighted"]}, {}, all_of(absent("mastery"), _WITHOUT_WEIGHTS)),
        )
        | example(examples.CRITERION)
    )

    rule: Rule
    least: StrictInt | None = Field(
        default=None, ge=1, le=MOST_CHILDREN, description="at_least: how many children must be mastered"
    )
    mastery: Score | None = Field(
        default=None, description="weighted: from which mean on the item is mastered; left out: as the framework has it"
    )
    children: Annotated[tuple[ChildIn, ...], Field(min_length=1, max_length=MOST_CHILDREN)] | None = None


class CriterionChildOut(BaseModel):
    item_id: UUID
    weight: Points | None = None


class CriterionOut(BaseModel):
    """A version of what is laid down of an item. `edition` names the framework's edition that made it, where nobody
    did: its tree was another.
    """

    model_config = ConfigDict(json_schema_extra=example(examples.CRITERION_SHOWN))

    item_id: UUID
    framework_id: UUID
    version: int
    rule: Rule
    least: int | None
    mastery: Points | None
    of_tree: bool = Field(description="the children are those of the framework's tree")
    children: list[CriterionChildOut]
    withdrawn: bool
    edition: int | None
    set_by: str
    set_at: datetime


class NextItem(BaseModel):
    item_id: UUID
    statement: str
    coding_scheme: str | None


class NextOut(NextItem):
    """An item that the learner has not mastered: `ready`, or `blocked` by what comes before it and is not mastered."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEXT))

    framework_id: UUID
    position: int
    state: Literal["ready", "blocked"]
    blocked_by: list[NextItem]
