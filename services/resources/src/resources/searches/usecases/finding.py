"""Searching the library, as far as one may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from resources.searches.queries.found import (
    ALL_ITEMS,
    CountRecord,
    FoundRecord,
    Way,
    choose_way,
    count_found,
    find_page,
)
from resources.searches.rules.search import Search
from shared.db.query import Transaction


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended. A search goes on as it began: the next page does not ask anew whether there is little."""

    rank: int
    item_id: UUID
    way: Way


@dataclass(frozen=True, slots=True)
class Found:
    items: Sequence[FoundRecord]
    way: Way


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items are found, and of each facet how many with each value that any has."""

    items: int
    nearly: bool
    facets: Mapping[str, Sequence[CountRecord]]


async def find(session: Transaction, own: UUID | None, search: Search, after: Place | None, limit: int) -> Found:
    """Returns what a district finds or, without one, anybody: whose words count most first, then by id."""
    goes_on = after is not None and (search.sought is None) == (after.way is Way.ALL)
    way = after.way if after is not None and goes_on else await choose_way(session, search.sought)
    place = (after.rank, after.item_id) if after is not None else None
    return Found(await find_page(session, own, search, way, place, limit), way)


async def count(session: Transaction, own: UUID | None, search: Search) -> Counts:
    """Returns how many items a district would find or, without one, anybody, and how many with each value."""
    way = await choose_way(session, search.sought)
    counted = await count_found(session, own, search, way)
    (all_items,) = (one.items for one in counted if one.facet == ALL_ITEMS)
    facets: dict[str, list[CountRecord]] = {}
    for one in counted:
        facets.setdefault(one.facet, []).append(one)
    return Counts(all_items, way is Way.NEARLY, facets)
