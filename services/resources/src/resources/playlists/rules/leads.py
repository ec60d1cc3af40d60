"""What an entry leads to, as its resource stands today and for one reader."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from resources.playlists.rules.entries import Entry


@dataclass(frozen=True, slots=True)
class Published:
    """A resource that stands, and its newest published version."""

    version: int


@dataclass(frozen=True, slots=True)
class Retired:
    """A resource that is offered no more, its last version, and what took its place, if anything did."""

    version: int
    successor: UUID | None


@dataclass(frozen=True, slots=True)
class TakenDown:
    """A resource whose content is gone. `reason` is what its tombstone says."""

    reason: str


Standing = Published | Retired | TakenDown
Shelf = Mapping[UUID, Standing]
"""How the resources stand that a reader may see, those that were taken down among them."""


class Why(StrEnum):
    """Why an entry cannot be opened."""

    TAKEN_DOWN = "taken_down"
    NOT_FOR_READER = "not_for_reader"


@dataclass(frozen=True, slots=True)
class Open:
    """A version to open. `instead_of` is the retired resource of the entry where its successor is given; `retired`:
    nothing has taken the place of what is given.
    """

    resource_id: UUID
    version: int
    instead_of: UUID | None = None
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """Nothing to open; a tombstone with its `reason` where the resource was taken down."""

    resource_id: UUID
    why: Why
    reason: str | None = None


def lead(entry: Entry, shelf: Shelf) -> Open | Closed:
    """Returns what an entry leads to.

    A pinned version is given as long as the resource stands. Of a retired one the newest version of its successor is,
    or of that one's; where there is none, or the reader may not see it, or the successors run in a ring, the retired
    resource itself, which may be read. What was taken down is never given, and nothing older in its place.
    """
    standing = shelf.get(entry.resource_id)
    if standing is None:
        return Closed(entry.resource_id, Why.NOT_FOR_READER)
    if isinstance(standing, TakenDown):
        return Closed(entry.resource_id, Why.TAKEN_DOWN, standing.reason)
    own = standing.version if entry.version is None else entry.version
    if isinstance(standing, Published):
        return Open(entry.resource_id, own)
    return _successor(entry.resource_id, standing, shelf) or Open(entry.resource_id, own, retired=True)


def _successor(resource_id: UUID, retired: Retired, shelf: Shelf) -> Open | Closed | None:
    """Returns where the successors of a retired resource end; None where that is at nothing better."""
    passed = {resource_id}
    at = retired.successor
    while at is not None and at not in passed:
        passed.add(at)
        standing = shelf.get(at)
        if isinstance(standing, Published):
            return Open(at, standing.version, instead_of=resource_id)
        if isinstance(standing, TakenDown):
            return Closed(at, Why.TAKEN_DOWN, standing.reason)
        at = None if standing is None else standing.successor
    return None


def within_sight(found: Open | Closed, seen: Container[tuple[UUID, int]]) -> Open | Closed:
    """Returns what is found where the reader may see its very version, else that it is not for them: of a resource with
    several versions each has its own audience.
    """
    if isinstance(found, Closed) or (found.resource_id, found.version) in seen:
        return found
    return Closed(found.resource_id, Why.NOT_FOR_READER)
