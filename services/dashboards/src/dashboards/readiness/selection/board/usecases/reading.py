"""A ranked list and what would change it, in the terms in which a page says them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple
from uuid import UUID

from dashboards.readiness.selection.board.answers import BreakEven, Coefficient, Decision, Ranking, Sensitivity

_RELIABLE, _TENTATIVE = Decimal("0.8"), Decimal("0.667")
"""From where on an alpha is held to be reliable, and good for tentative conclusions (Krippendorff, Content Analysis,
4th ed., 2019, ch. 12).
"""

Strength = Literal["reliable", "tentative", "weak", "chance"]
_ID = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_PROBLEMS = {
    "undecided": re.compile(rf"^([0-9]+) applications? (?:is|are) undecided, the first of them {_ID}$"),
    "too_many": re.compile(r"^([0-9]+) are chosen, and the call has ([0-9]+) places?$"),
    "reserve": re.compile(r"^the places on the reserve list must count from 1 without a gap, each once$"),
    "unexplained": re.compile(rf"^{_ID} does better than an application before it; say why, of one of the two$"),
}


class TiedPlace(NamedTuple):
    """Whether a place is tied with the one after it, and by what it stands before that; `lot` where by lot."""

    tied: bool
    by: str | None


@dataclass(frozen=True, slots=True)
class InTheWay:
    """Something that stands in the way of a release. One of no kind we know is said in readiness' own words."""

    kind: str
    numbers: tuple[int, ...] = ()
    application: UUID | None = None
    words: str = ""


def strength_of(alpha: Coefficient) -> Strength | None:
    if alpha.value is None:
        return None
    if alpha.value >= _RELIABLE:
        return "reliable"
    if alpha.value >= _TENTATIVE:
        return "tentative"
    return "weak" if alpha.value > 0 else "chance"


def ties_of(ranking: Ranking) -> Mapping[UUID, TiedPlace]:
    """By application. The last of a tie is tied with those before it, and stands before nobody of it."""
    counts: dict[int, int] = {}
    for one in ranking.places:
        counts[one.tie] = counts.get(one.tie, 0) + 1
    return {one.application_id: TiedPlace(counts[one.tie] > 1, one.by) for one in ranking.places}


def nearest(sensitivity: Sensitivity) -> BreakEven | None:
    """The smallest change of a weight that chooses others."""
    known = [one for one in sensitivity.break_evens if one.share is not None]
    return min(known, key=lambda one: abs((one.share or Decimal(0)) - one.share_now), default=None)


def in_the_way(problems: Sequence[str]) -> list[InTheWay]:
    """What stands in the way of a release, so that it can be said in the reader's language and with names."""
    return [_in_the_way(one) for one in problems]


def _in_the_way(problem: str) -> InTheWay:
    for kind, pattern in _PROBLEMS.items():
        if (found := pattern.match(problem)) is not None:
            numbers = tuple(int(one) for one in found.groups() if one.isdigit())
            ids = [UUID(one) for one in found.groups() if "-" in one]
            return InTheWay(kind, numbers, ids[0] if ids else None)
    return InTheWay("", words=re.sub(_ID, lambda found: found[1][-6:], problem))


def in_order(ranking: Ranking | None, received: Sequence[UUID]) -> list[UUID]:
    """Applications in the order of the list, and behind them those that are in none."""
    listed = [] if ranking is None else [*(one.application_id for one in ranking.places), *ranking.unranked]
    here = set(received)
    return [*(one for one in listed if one in here), *(one for one in received if one not in set(listed))]


def next_reserve_place(decisions: Sequence[Decision]) -> int:
    return max((one.reserve_place or 0 for one in decisions), default=0) + 1


def numbered(reviewers: Sequence[UUID]) -> Mapping[UUID, int]:
    """Reviewers by a number instead of a name, always the same."""
    return {one: number for number, one in enumerate(sorted(set(reviewers)), 1)}
