"""The entries of a playlist in their order.

An entry has an id of its own: what a learner has done hangs on that and not on its place, and the same resource may
stand in a playlist twice. Places are whole numbers from 1, numbered anew on every change, and a move says after which
entry something comes, not at which place. Keys between neighbours, which leave the others alone, grow longer with
every move and would save a few of the at most 200 rows that are written under the playlist's version anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from resources.common.rules.problems import Problem

MOST_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A resource in a playlist, pinned to a version or, where that is None, following the newest."""

    entry_id: UUID
    resource_id: UUID
    version: int | None


Entries = tuple[Entry, ...]


def validate_addition(entries: Sequence[Entry], after: UUID | None) -> Iterator[Problem]:
    """Yields what is wrong with adding an entry after another; None: as the first."""
    if len(entries) >= MOST_ENTRIES:
        yield Problem("", f"A playlist has at most {MOST_ENTRIES} entries: take one out, or begin another playlist.")
    yield from _validate_after(entries, after)


def validate_move(entries: Sequence[Entry], entry_id: UUID, after: UUID | None) -> Iterator[Problem]:
    """Yields what is wrong with moving an entry behind another; None: to the front."""
    if entry_id not in places(entries):
        yield Problem("/entry_id", "The playlist has no such entry any more: read it again.")
    if entry_id == after:
        yield Problem("/after", "An entry cannot come after itself: name the one before it, or none for the front.")
    else:
        yield from _validate_after(entries, after)


def _validate_after(entries: Sequence[Entry], after: UUID | None) -> Iterator[Problem]:
    if after is not None and after not in places(entries):
        yield Problem("/after", "The playlist has no such entry any more: read it again, or name none for the front.")


def added(entries: Sequence[Entry], entry: Entry, after: UUID | None) -> Entries:
    """Returns the entries with one more. Raises ValueError where it is there already, or what it comes after is not."""
    if entry.entry_id in places(entries):
        raise ValueError("the entry is in the playlist already")
    place = 0 if after is None else _place(entries, after)
    return (*entries[:place], entry, *entries[place:])


def removed(entries: Sequence[Entry], entry_id: UUID) -> Entries:
    """Returns the entries without one; all of them where it is there no more."""
    return tuple(entry for entry in entries if entry.entry_id != entry_id)


def moved(entries: Sequence[Entry], entry_id: UUID, after: UUID | None) -> Entries:
    """Returns the entries with one in another place. Raises ValueError as `validate_move` has problems."""
    entry = entries[_place(entries, entry_id) - 1]
    return added(removed(entries, entry_id), entry, after)


def places(entries: Sequence[Entry]) -> dict[UUID, int]:
    """Returns the place of each entry, from 1."""
    return {entry.entry_id: place for place, entry in enumerate(entries, start=1)}


def renumbered(before: Mapping[UUID, int], entries: Sequence[Entry]) -> dict[UUID, int]:
    """Returns the places that are to be written, given those that are: of entries that are new or stand elsewhere."""
    return {entry_id: place for entry_id, place in places(entries).items() if before.get(entry_id) != place}


def validate_opening(entries: Sequence[Entry], refusals: Mapping[UUID, str]) -> Iterator[Problem]:
    """Yields which entries keep a playlist from being opened to others: those whose licence refuses to be part of a
    collection there. `refusals` has why, in a sentence, by resource; a playlist is a collection, so the rules of
    licences decide it.
    """
    for place, entry in enumerate(entries):
        if (why := refusals.get(entry.resource_id)) is not None:
            yield Problem(f"/entries/{place}", f"{why} Take the entry out, or ask its author.")


def _place(entries: Sequence[Entry], entry_id: UUID) -> int:
    place = places(entries).get(entry_id)
    if place is None:
        raise ValueError("there is no such entry in the playlist")
    return place
