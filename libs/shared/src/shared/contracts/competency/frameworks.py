"""What competency tells of frameworks and their items."""

from decimal import Decimal
from typing import Literal
from uuid import UUID

from shared.contracts.competency.topic import COMPETENCY
from shared.events.event import Event


class FrameworkPublished(
    Event, type="org.trellis.competency.framework.published.v1", topic=COMPETENCY, key="framework_id"
):
    """A framework may be used from now on; its items follow, one event each, under the same key."""

    framework_id: UUID
    title: str
    edition: int
    items: int
    scale_minimum: Decimal
    scale_maximum: Decimal
    mastery_score: Decimal


class ItemPublished(Event, type="org.trellis.competency.item.published.v1", topic=COMPETENCY, key="framework_id"):
    """An item of a framework, with what a dashboard shows of it."""

    framework_id: UUID
    item_id: UUID
    edition: int
    statement: str
    coding_scheme: str | None = None
    kind: str | None = None
    parent_id: UUID | None = None
    position: int = 0


class FrameworkRevised(Event, type="org.trellis.competency.framework.revised.v1", topic=COMPETENCY, key="framework_id"):
    """A framework that was published is another now: a new edition, or another state. A deprecated one keeps its
    evidence and takes no more.
    """

    framework_id: UUID
    edition: int
    state: Literal["draft", "adopted", "deprecated"]
    items: int
    changed: int = 0
    retired: int = 0


class ItemRetired(Event, type="org.trellis.competency.item.retired.v1", topic=COMPETENCY, key="framework_id"):
    """An item takes no evidence any more; what there is of it stays."""

    framework_id: UUID
    item_id: UUID
    edition: int
