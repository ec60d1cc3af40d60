"""A framework's tree as people read it: areas, their measurement topics, and the items learners show.

Frameworks come in any depth. An item that others hang from is a heading; a topic is what an item hangs from, an area
the topmost heading above it. A heading that has itself been shown counts as an item too.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID


class PlacedItem(NamedTuple):
    """An item as it was published, and its framework's scale."""

    item_id: UUID
    framework_id: UUID
    framework_title: str
    statement: str
    code: str | None
    parent_id: UUID | None
    scale_minimum: Decimal
    mastery_score: Decimal


@dataclass(slots=True)
class Topic:
    topic_id: UUID
    title: str
    code: str | None
    items: list[PlacedItem] = field(default_factory=list)


@dataclass(slots=True)
class Area:
    area_id: UUID
    title: str
    topics: list[Topic] = field(default_factory=list)


def outline(items: Sequence[PlacedItem], shown: AbstractSet[UUID]) -> list[Area]:
    """Areas in the order of their first item, of the frameworks of which anything has been shown; of all frameworks
    where nothing has.
    """
    by_id = {item.item_id: item for item in items}
    headings = {item.parent_id for item in items if item.parent_id in by_id}
    used = {by_id[item_id].framework_id for item_id in shown if item_id in by_id}
    areas: dict[UUID, Area] = {}
    topics: dict[tuple[UUID, UUID], Topic] = {}
    for item in items:
        if used and item.framework_id not in used:
            continue
        if item.item_id in headings and item.item_id not in shown:
            continue
        above = _above(item, by_id)
        area_id, area_title = (above[-1].item_id, above[-1].statement) if above else _framework(item)
        area = areas.setdefault(area_id, Area(area_id, area_title))
        topic_id, topic_title = (above[0].item_id, above[0].statement) if above else _framework(item)
        if (area_id, topic_id) not in topics:
            topics[area_id, topic_id] = Topic(topic_id, topic_title, above[0].code if above else None)
            area.topics.append(topics[area_id, topic_id])
        topics[area_id, topic_id].items.append(item)
    return list(areas.values())


def _framework(item: PlacedItem) -> tuple[UUID, str]:
    return item.framework_id, item.framework_title


def _above(item: PlacedItem, by_id: dict[UUID, PlacedItem]) -> list[PlacedItem]:
    """The headings above an item, nearest first. A loop in the data ends the climb."""
    above: list[PlacedItem] = []
    seen = {item.item_id}
    parent = by_id.get(item.parent_id) if item.parent_id else None
    while parent is not None and parent.item_id not in seen:
        seen.add(parent.item_id)
        above.append(parent)
        parent = by_id.get(parent.parent_id) if parent.parent_id else None
    return above


def items_of(areas: Iterable[Area]) -> list[PlacedItem]:
    return [item for area in areas for topic in area.topics for item in topic.items]
