"""Matchings that differ from another in one meeting, tried without the solver: the best has no better neighbour.

It proves nothing where none is found. But a solver that says the same wrong thing twice is mostly found out so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from uuid import UUID

from coaching.matching.rules import fairness
from coaching.matching.rules.check import broken_rules
from coaching.matching.rules.hard import possible_meetings
from coaching.matching.rules.instance import Instance, Kind, Matching, Meeting
from coaching.matching.rules.phases import KEPT_PAIR, KEPT_TIME
from coaching.matching.rules.points import pair_points, scale

Gain = tuple[int, int, int]
"""In weight covered, in what is kept, in points: the first that is not 0 decides."""

NOTHING: Gain = (0, 0, 0)


def overlooked(instance: Instance, matching: Matching) -> list[UUID]:
    """Returns the gaps of which a neighbour of the matching makes more, without breaking a rule."""
    around = _Around(instance, matching)
    found = {
        more.gap
        for more, less in around.neighbours()
        if around.gain(more, less) > NOTHING and not broken_rules(instance, matching - {less} | {more})
    }
    return sorted(found)


class _Around:
    """A matching, and all that is looked up of it again and again."""

    def __init__(self, instance: Instance, matching: Matching) -> None:
        self._instance, self._matching = instance, matching
        self._coaches = {coach.id: coach for coach in instance.coaches}
        self._gaps = {gap.id: gap for gap in instance.gaps}
        self._scale = scale(instance)
        self._taken = Counter(meeting.coach for meeting in matching)
        self._times = {meeting.gap: meeting.slot for meeting in matching}
        self._before = {meeting.pair for meeting in instance.previous}

    def neighbours(self) -> Iterator[tuple[Meeting, Meeting | None]]:
        """Yields a meeting more, alone or in the place of another of the same gap, time and kind of coach."""
        there: defaultdict[tuple[UUID, Kind], list[Meeting]] = defaultdict(list)
        for meeting in self._matching:
            there[meeting.gap, self._coaches[meeting.coach].kind].append(meeting)
        for more in possible_meetings(self._instance):
            kind = self._coaches[more.coach].kind
            if more in self._matching or self._times.get(more.gap, more.slot) != more.slot:
                continue
            if more.gap not in self._times or kind is Kind.STUDENT:
                yield more, None
            for less in there[more.gap, kind]:
                yield more, less

    def gain(self, more: Meeting, less: Meeting | None) -> Gain:
        weight = 0 if more.gap in self._times else self._gaps[more.gap].weight
        kept, points = self._kept(more), self._points(more, self._taken[more.coach])
        if less is not None:
            kept -= self._kept(less)
            points -= self._points(less, self._taken[less.coach] - 1)
        return weight, kept, points

    def _kept(self, meeting: Meeting) -> int:
        stays = meeting.pair in self._before
        return (KEPT_PAIR + KEPT_TIME * (meeting in self._instance.previous)) * stays

    def _points(self, meeting: Meeting, taken: int) -> int:
        """Returns the points of a meeting of somebody who has taken so many besides."""
        coach, gap = self._coaches[meeting.coach], self._gaps[meeting.gap]
        uneven = fairness.uneven(coach.carried, taken + 1, coach.capacity, self._scale)
        uneven -= fairness.uneven(coach.carried, taken, coach.capacity, self._scale)
        return self._scale * pair_points(self._instance, coach, gap).total - self._instance.policy.evenness * uneven
