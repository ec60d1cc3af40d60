"""Of which items a person is told who has saved searches: of each once, in one notice at most on a district's day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.values.calendar import day_of


@dataclass(frozen=True, slots=True)
class Found:
    """An item that a saved search finds now."""

    resource_id: UUID
    retired: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What a person was told of, or saw when they saved a search, and when their last notice went out. It is the
    person's and not a search's: an item that two searches find is told once.
    """

    items: frozenset[UUID] = frozenset()
    last_notice_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """The new items of each search that has any, in the order in which it finds them, and what has been told once the
    notice is out.
    """

    items: Mapping[UUID, tuple[UUID, ...]]
    told: Told


def at_saving(found: Iterable[Found], told: Told) -> Told:
    """Returns what counts as told once a search is saved: all that it found too, for the person has just seen it."""
    return Told(told.items.union(item.resource_id for item in found), told.last_notice_at)


def new_items(found: Iterable[Found], told: Set[UUID]) -> tuple[UUID, ...]:
    """Returns what is found and was not told, each once; nothing that is retired."""
    return tuple(dict.fromkeys(item.resource_id for item in found if not item.retired and item.resource_id not in told))


def notice(searches: Mapping[UUID, Collection[Found]], told: Told, now: datetime, zone: str) -> Notice | None:
    """Returns the notice that is due to a person, by what each of their saved searches finds; None where nothing is
    new, or one went out on this day of the district's calendar already: then what is new waits for the next.

    An item that several searches find is told by the first of them. What was told once is not told again, whether it
    had left the search in between or was retired and came back.
    """
    last = told.last_notice_at
    if last is not None and day_of(now, zone) <= day_of(last, zone):
        return None
    known = set(told.items)
    items: dict[UUID, tuple[UUID, ...]] = {}
    for search_id, found in searches.items():
        if fresh := new_items(found, known):
            items[search_id] = fresh
            known.update(fresh)
    return Notice(items, Told(frozenset(known), now)) if items else None
