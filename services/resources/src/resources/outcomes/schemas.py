"""Uses and reports as they are sent and shown."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from resources.common.schemas import Answer, Body
from resources.outcomes import examples
from resources.outcomes.rules.reports import Caution, Withheld
from shared.contracts.resources import UsedBy
from shared.http.examples import example

Version = Annotated[int, Field(ge=1, le=2**31 - 1, strict=True)]


class NewUseSent(Body):
    """That something used an item on a day."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_USE))

    kind: UsedBy = Field(description="what used it")
    used_in: UUID = Field(description="the id of the class, learner, plan, meeting or action")
    learner_id: UUID | None = Field(default=None, description="of a plan: whose plan it is")
    version: Version | None = Field(default=None, description="the version that was used; left out, the newest")
    used_on: date = Field(description="the day, in the district's calendar")


class UseShown(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.USE))

    use_id: UUID
    item_id: UUID
    version: int
    kind: UsedBy
    used_in: UUID
    learner_id: UUID | None
    used_on: date


class WhereUsedShown(Answer):
    """Something that has used an item, or a playlist that it is in."""

    model_config = ConfigDict(json_schema_extra=example(examples.WHERE_USED))

    kind: UsedBy | Literal["playlist"]
    used_in: UUID = Field(description="its id")
    title: str | None = Field(description="of a playlist")
    version: int | None = Field(description="the newest version that it has used; none of a playlist")
    first_on: date | None = Field(description="the first day; none of a playlist")
    last_on: date | None = Field(description="the last day; none of a playlist")
    times: int = Field(description="on how many days; 0 of a playlist, in which to be is no use by itself")


class SideShown(Answer):
    """Learners of one side, and in percent what they showed."""

    learners: int = Field(description="rounded down to a multiple of five")
    showed: int = Field(description="of whom so many percent showed anything of the item after")
    reached: int = Field(description="of whom so many percent reached mastery")


class FiguresShown(Answer):
    used: SideShown = Field(description="those who used the resource")
    beside: SideShown = Field(description="comparable learners who did not")
    difference: int = Field(description="of the shares that reached mastery, in percentage points")
    low: int = Field(description="the lower end of the difference's interval of 95 percent")
    high: int = Field(description="its upper end")
    left_out: int = Field(description="who used it and has nobody to be compared with; rounded down")


class OutcomeShown(Answer):
    """What was released of a resource for an item of a framework and a term: figures, or why there are none. It is no
    proof of cause, whatever the figures: that is the first caution of each.
    """

    model_config = ConfigDict(json_schema_extra=example(examples.REPORT))

    term_id: UUID
    item_id: UUID = Field(description="the item of a framework that the resource is aligned to")
    edition_id: UUID = Field(description="the edition of the framework that it was aligned to when it was used")
    first_day: date = Field(description="of the term")
    last_day: date
    minimum: int = Field(description="the fewest learners of a group of whom anything is told")
    released_at: datetime
    figures: FiguresShown | None
    withheld: Withheld | None = Field(description="why there are no figures")
    cautions: list[Caution] = Field(description="what has to be said with it")


class AdoptersShown(Answer):
    """How many other districts hold an item. Which, and what their learners do with it, is theirs to tell."""

    model_config = ConfigDict(json_schema_extra=example(examples.ADOPTERS))

    item_id: UUID
    districts: int
