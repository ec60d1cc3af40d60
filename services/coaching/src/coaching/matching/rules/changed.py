"""What a new matching changes of the one before."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from coaching.matching.rules.instance import Matching, Pair


class Changed(NamedTuple):
    """Pairs of both matchings, of both at another time, of the old one alone, of the new one alone; and the people who
    lose a pair or meet at another time.
    """

    kept: frozenset[Pair]
    at_another_time: frozenset[Pair]
    ended: frozenset[Pair]
    begun: frozenset[Pair]
    moved: frozenset[UUID]


def changed(previous: Matching, matching: Matching) -> Changed:
    """Returns what the matching changes."""
    before = {meeting.pair: meeting.slot for meeting in previous}
    after = {meeting.pair: meeting.slot for meeting in matching}
    both = before.keys() & after.keys()
    later = frozenset(pair for pair in both if before[pair] != after[pair])
    ended = frozenset(before.keys() - after.keys())
    return Changed(
        frozenset(both),
        later,
        ended,
        frozenset(after.keys() - before.keys()),
        frozenset(one.coach for one in later | ended),
    )
