"""Which items of a framework come before one, written by people."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID, uuid5

from competency.common.cycles import Cycle, closing
from competency.frameworks.rules.edit import EditRefused, item_of
from competency.frameworks.rules.framework import Association, Framework, Item

K = TypeVar("K", bound=Hashable)


def set_prerequisites(framework: Framework, item_id: UUID, earlier: Sequence[UUID], when: datetime) -> Framework:
    """Returns the framework with these items, and no others of it, directly before the item; those of other frameworks
    stay. Raises EditRefused, which names the path where the item would come before itself.
    """
    item, wanted = item_of(framework, item_id), list(dict.fromkeys(earlier))
    items = {str(one.identifier): one for one in framework.items}
    for one in wanted:
        if str(one) not in items:
            raise EditRefused("items", f"the framework has no item {one} in use")
    key, keys = str(item_id), [str(one) for one in wanted]
    links = [link for link in framework.associations if link.association_type == "precedes"]
    there = {link.origin.identifier for link in links if link.destination.identifier == key}
    gone = {one for one in there if one in items and one not in keys}
    stays = [link for link in links if not (link.destination.identifier == key and link.origin.identifier in gone)]
    new = [one for one in keys if one not in there]
    ends = [(link.origin.identifier, link.destination.identifier) for link in stays]
    if path := find_cycle(ends, key, new):
        words = [items[step].short_title if step in items else step for step in path]
        raise EditRefused("items", f"the item would come before itself: {Cycle(words)}")
    if not new and not gone:
        return framework
    kept = tuple(link for link in framework.associations if link.association_type != "precedes" or link in stays)
    return replace(framework, associations=kept + tuple(_link(framework, items[one], item, when) for one in new))


def _link(framework: Framework, earlier: Item, later: Item, when: datetime) -> Association:
    return Association(
        identifier=uuid5(framework.document.identifier, f"precedes\n{earlier.identifier}\n{later.identifier}"),
        last_change=when,
        association_type="precedes",
        origin=earlier.as_node,
        destination=later.as_node,
    )


def find_cycle(precedes: Iterable[tuple[K, K]], item: K, earlier: Iterable[K]) -> tuple[K, ...] | None:
    """Returns the path by which the item would come before itself if these preceded it too; None where it would not.

    `precedes` are the pairs that stay, and of those only what has an effect counts.
    """
    drawn = list(precedes)
    without_effect = closing(drawn)
    after: dict[K, list[K]] = {}
    for place, (one, later) in enumerate(drawn):
        if place not in without_effect:
            after.setdefault(one, []).append(later)
    wanted, came_from, waiting = set(earlier), dict[K, K](), [item]
    while waiting:
        here = waiting.pop()
        if here in wanted:
            path = [here]
            while path[-1] != item:
                path.append(came_from[path[-1]])
            return tuple(reversed(path))
        for later in after.get(here, ()):
            if later not in came_from and later != item:
                came_from[later] = here
                waiting.append(later)
    return None
