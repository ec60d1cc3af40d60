"""What competency tells of frameworks and their items."""

from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import Field

from shared.contracts.competency.topic import COMPETENCY
from shared.events.event import Event


class FrameworkPublished(
    Event, type="org.trellis.competency.framework.published.v1", topic=COMPETENCY, key="framework_id"
):
    """A framework can be used from now on. One event for each of its items follows under the same key."""

    framework_id: UUID = Field(description="the framework's id")
    title: str = Field(description="the framework's title")
    edition: int = Field(description="the framework's edition, counted from 1")
    items: int = Field(description="how many items it has")
    scale_minimum: Decimal = Field(description="the lowest score of its scale")
    scale_maximum: Decimal = Field(description="the highest score of its scale")
    mastery_score: Decimal = Field(description="the score from which an item is mastered")


class ItemPublished(Event, type="org.trellis.competency.item.published.v1", topic=COMPETENCY, key="framework_id"):
    """An item of a framework, with what is needed to show it."""

    framework_id: UUID = Field(description="the framework's id")
    item_id: UUID = Field(description="the framework item's id")
    edition: int = Field(description="the edition in which the item was last changed")
    statement: str = Field(description="what a learner who masters the item can do")
    coding_scheme: str | None = Field(default=None, description="the code that people know it by, as MATH.4.NF.2")
    kind: str | None = Field(default=None, description="the type of item, as the framework names it")
    parent_id: UUID | None = Field(default=None, description="the item above it; absent at the top")
    position: int = Field(default=0, description="its place in reading order")


class FrameworkRevised(Event, type="org.trellis.competency.framework.revised.v1", topic=COMPETENCY, key="framework_id"):
    """A published framework has a new edition or another state. A deprecated framework keeps its evidence and takes no
    more.
    """

    framework_id: UUID = Field(description="the framework's id")
    edition: int = Field(description="the framework's edition, counted from 1")
    state: Literal["draft", "adopted", "deprecated"] = Field(description="whether it is a draft, in use or out of use")
    items: int = Field(description="how many items it has")
    changed: int = Field(default=0, description="how many items this edition changed")
    retired: int = Field(default=0, description="how many items this edition retired")


class ItemRetired(Event, type="org.trellis.competency.item.retired.v1", topic=COMPETENCY, key="framework_id"):
    """An item takes no more evidence. Existing evidence and mastery stay."""

    framework_id: UUID = Field(description="the framework's id")
    item_id: UUID = Field(description="the framework item's id")
    edition: int = Field(description="the edition in which the item was retired")
