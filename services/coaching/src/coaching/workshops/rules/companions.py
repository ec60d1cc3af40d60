"""Companions who name each other, put together where that costs nobody else anything.

It is a wish, not a rule. One of the two may lose a few places by it, for naming a companion says that they would.
Nobody else sits at a worse place than before, so who wishes for company takes nothing from who does not; and a pair
that was put together is not parted for another. Of each pair the first moves if that can be, else the second.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coaching.workshops.rules.assignment import Assignment

Places = Sequence[Sequence[int | None]]
"""By person and session; None where they cannot attend."""


def together(
    assignment: Assignment, places: Places, pairs: Iterable[tuple[int, int]], most_places: int
) -> frozenset[int]:
    """Puts pairs together, one after the other, and returns who moved to their companion."""
    stay: set[int] = set()
    moved: set[int] = set()
    for pair in pairs:
        for mover, companion in (pair, pair[::-1]):
            here, there = assignment.at[mover], assignment.at[companion]
            if here == there:
                stay |= {*pair}
                break
            before, after = places[mover][here], places[mover][there]
            if before is None or after is None or after - before > most_places:
                continue
            chain = _chain(assignment, places, stay | {*pair}, there, here)
            if chain is not None:
                for person, session in [*chain, (mover, there)]:
                    assignment.move(person, session)
                stay |= {*pair}
                moved.add(mover)
                break
    return frozenset(moved)


def _chain(
    assignment: Assignment, places: Places, stay: set[int], start: int, end: int
) -> list[tuple[int, int]] | None:
    """Returns moves that free a seat of `start`, each to a place that is not worse, the last into `end` or a free seat;
    None where there are none.
    """
    chains: dict[int, list[tuple[int, int]]] = {start: []}
    waiting = [start]
    while waiting:
        session = waiting.pop(0)
        if session == end or assignment.free(session):
            return chains[session]
        for to in range(len(assignment.seats)):
            if to in chains:
                continue
            for person in sorted(assignment.inside[session] - stay):
                here, there = places[person][session], places[person][to]
                if here is not None and there is not None and there <= here:
                    chains[to] = [*chains[session], (person, to)]
                    waiting.append(to)
                    break
    return None
