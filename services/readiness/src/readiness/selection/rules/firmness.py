"""How firmly each place of a selection is held."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple
from uuid import UUID

from readiness.selection.rules.ranking import RankedList
from readiness.selection.rules.scores import Conflict, Sheet, score_applications, without_conflicts
from readiness.selection.rules.sensitivity import BreakEven, Cut, chosen

Hold = Literal["tie_rule", "one_reviewer", "firm"]
"""What holds the place: the tie rule, where the application is tied with one on the other side of the cut; no more than
the presence of some reviewer; or neither, and the place is firm.
"""


class WithoutReviewer(NamedTuple):
    """Who would be chosen without one reviewer: who leaves and who enters. `unscored` are applications that nobody else
    has reviewed; without a score they are not chosen.
    """

    reviewer: UUID
    leaves: tuple[UUID, ...]
    enters: tuple[UUID, ...]
    unscored: tuple[UUID, ...]


class Firmness(NamedTuple):
    """How firmly an application is in or out. `margin` is how far its score is from the nearest one across the cut:
    below 0 where the tie rule has put it on its side against the scores, None where there is nobody across. `change` is
    the smallest difference in the share of one criterion that moves it across, None where none does; `criterion` is
    which. `reviewers` are those without any one of whom it would be across.
    """

    application: UUID
    chosen: bool
    margin: Fraction | None
    change: Fraction | None
    criterion: str | None
    reviewers: tuple[UUID, ...]
    hold: Hold


def without_each_reviewer(
    cut: Cut, sheets: Sequence[Sheet], conflicts: Collection[Conflict] = ()
) -> tuple[WithoutReviewer, ...]:
    """Returns, in the order of the reviewers' ids, what leaving out each of them would do.

    The applications are those that are ranked, and the minimum of reviewers is not asked again: it was met.
    """
    counting = without_conflicts(sheets, conflicts)
    ranked = [one.application for one in cut.scored if one.score is not None]
    before = chosen(cut)
    found: list[WithoutReviewer] = []
    for reviewer in sorted({one.reviewer for one in counting if one.application in set(ranked)}):
        others = [one for one in counting if one.reviewer != reviewer]
        scored = score_applications(ranked, others, cut.criteria)
        after = chosen(Cut(scored, cut.criteria, cut.rule, cut.seed, cut.capacity))
        unscored = tuple(one.application for one in scored if one.score is None)
        leaves, enters = tuple(sorted(before - after)), tuple(sorted(after - before))
        found.append(WithoutReviewer(reviewer, leaves, enters, unscored))
    return tuple(found)


def firmness(
    ranked: RankedList, capacity: int, evens: Sequence[BreakEven], reviewers: Sequence[WithoutReviewer]
) -> tuple[Firmness, ...]:
    """Returns how firmly each place is held, in the order of the list."""
    places = ranked.places
    last_in = places[capacity - 1] if 0 < capacity < len(places) else None
    straddles = last_in.tie if last_in is not None and last_in.tie == places[capacity].tie else None
    ins, outs = [one.score for one in places[:capacity]], [one.score for one in places[capacity:]]
    nearest = _nearest(evens)
    found: list[Firmness] = []
    for place in places:
        is_in = place.place <= capacity
        across = outs if is_in else ins
        margin = None
        if across:
            margin = place.score - max(across) if is_in else min(across) - place.score
        moving = tuple(one.reviewer for one in reviewers if place.application in (*one.leaves, *one.enters))
        change, criterion = nearest.get(place.application, (None, None))
        hold: Hold = "tie_rule" if place.tie == straddles else "one_reviewer" if moving else "firm"
        found.append(Firmness(place.application, is_in, margin, change, criterion, moving, hold))
    return tuple(found)


def _nearest(evens: Sequence[BreakEven]) -> Mapping[UUID, tuple[Fraction, str]]:
    found: dict[UUID, tuple[Fraction, str]] = {}
    for even in evens:
        for key, flip in even.applications.items():
            change = abs(flip.share - even.share_now)
            if key not in found or change < found[key][0]:
                found[key] = (change, even.criterion)
    return found
