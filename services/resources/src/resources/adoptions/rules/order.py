"""In which order parts stand once those of two sides are put together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Sequence
from uuid import UUID


def within(order: Sequence[UUID], keys: Container[UUID]) -> tuple[UUID, ...]:
    """Returns the order of those alone that are among the keys."""
    return tuple(key for key in order if key in keys)


def moved(before: Sequence[UUID], after: Sequence[UUID]) -> frozenset[UUID]:
    """Returns the fewest parts that have to be moved to come from one order of the same parts to the other.

    The others are a longest increasing subsequence of the old places in the new order, found by patience sorting.
    """
    old = {key: place for place, key in enumerate(before)}
    ends: list[int] = []
    runs: list[tuple[UUID, ...]] = []
    for key in after:
        pile = bisect_left(ends, old[key])
        run = (*(runs[pile - 1] if pile else ()), key)
        ends[pile:] = [old[key], *ends[pile + 1 :]]
        runs[pile:] = [run, *runs[pile + 1 :]]
    return frozenset(after) - frozenset(runs[-1] if runs else ())


def led_by(lead: Sequence[UUID], ours: Sequence[UUID], keys: Container[UUID]) -> tuple[UUID, ...]:
    """Returns the keys in the order of `lead`; what only `ours` has follows directly what it follows there."""
    woven = [*within(lead, keys)]
    present = set(woven)
    follows = 0
    for key in within(ours, keys):
        if key not in present:
            woven.insert(follows, key)
            present.add(key)
        follows = woven.index(key) + 1
    return tuple(woven)


def joined_by(ours: Sequence[UUID], added: Sequence[UUID], keys: Container[UUID]) -> tuple[UUID, ...]:
    """Returns the keys in the order of `ours`; what only `added` has follows what it follows there, and behind that
    what `ours` alone has: so a part that was added here keeps its neighbour.
    """
    woven = [*within(ours, keys)]
    present, theirs = set(woven), set(added)
    follows = 0
    for key in within(added, keys):
        if key not in present:
            while follows < len(woven) and woven[follows] not in theirs:
                follows += 1
            woven.insert(follows, key)
            present.add(key)
        follows = woven.index(key) + 1
    return tuple(woven)
