"""Why a pair, and which rule stops a gap that is not covered. Worked out of the matching alone, without a solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from coaching.matching.rules.check import broken_rules, worth
from coaching.matching.rules.hard import Rule, broken_whenever
from coaching.matching.rules.instance import Coach, Gap, Instance, Kind, Matching, Meeting
from coaching.matching.rules.phases import Phase
from coaching.matching.rules.points import PairPoints, pair_points, scale


class Instead(NamedTuple):
    """Another coach at the same time: the rule that this would break, or how many points fewer there would be."""

    coach: UUID
    breaks: Rule | None
    fewer_points: Fraction


class WhyPair(NamedTuple):
    """Why a coach coaches a gap: what speaks for the pair, and what any other in their place would mean."""

    meeting: Meeting
    pinned: bool
    stays: bool
    level: int
    wished_level: int
    languages: tuple[str, ...]
    points: PairPoints
    taken: int
    capacity: int
    instead: tuple[Instead, ...]


def why_pair(instance: Instance, matching: Matching, meeting: Meeting) -> WhyPair:
    """Returns why the meeting is in the matching."""
    coach = next(one for one in instance.coaches if one.id == meeting.coach)
    gap = next(one for one in instance.gaps if one.id == meeting.gap)
    return WhyPair(
        meeting,
        meeting.pair in instance.pinned,
        meeting.pair in {one.pair for one in instance.previous},
        coach.skills[gap.skill],
        gap.level,
        tuple(sorted(coach.languages & gap.languages)),
        pair_points(instance, coach, gap),
        sum(one.coach == coach.id for one in matching),
        coach.capacity,
        tuple(_instead(instance, matching, meeting, coach, gap)),
    )


def _instead(instance: Instance, matching: Matching, meeting: Meeting, coach: Coach, gap: Gap) -> list[Instead]:
    """Returns the others of the same kind who could be there at that time, the nearest in points first."""
    here = {one.coach for one in matching if one.gap == gap.id}
    now, whole = worth(instance, matching, Phase.POINTS), scale(instance)
    found = []
    for other in instance.coaches:
        if other.kind is not coach.kind or other.id in here or meeting.slot not in other.slots:
            continue
        if broken_whenever(instance, other, gap):
            continue
        changed = matching - {meeting} | {Meeting(other.id, gap.id, meeting.slot)}
        broken = broken_rules(instance, changed)
        fewer = Fraction(0) if broken else Fraction(now - worth(instance, changed, Phase.POINTS), whole)
        found.append(Instead(other.id, broken[0].rule if broken else None, fewer))
    return sorted(found, key=lambda one: (one.breaks is not None, one.fewer_points, one.coach))


class Left(NamedTuple):
    """How many staff are left after a rule."""

    rule: Rule
    staff: int


class WhyUncovered(NamedTuple):
    """Which rule stops a gap, and how many staff each rule left, one after the other. `stopped_by` is the first that
    leaves nobody; None only where the matching overlooks somebody, and then it is not the best.
    """

    gap: UUID
    stopped_by: Rule | None
    left: tuple[Left, ...]


def why_uncovered(instance: Instance, matching: Matching, gap: Gap) -> WhyUncovered:
    """Returns why nobody of the staff covers the gap. Students do not count: they coach only beside staff."""
    staff = [coach for coach in instance.coaches if coach.kind is Kind.STAFF]
    left: list[Left] = []
    for rule in (Rule.FORBIDDEN, Rule.CLEARANCE, Rule.SKILL, Rule.LANGUAGE):
        staff = [coach for coach in staff if rule not in broken_whenever(instance, coach, gap)]
        left.append(Left(rule, len(staff)))
    staff = [coach for coach in staff if coach.slots & gap.slots]
    left.append(Left(Rule.AVAILABILITY, len(staff)))
    taken = Counter(meeting.coach for meeting in matching)
    staff = [coach for coach in staff if taken[coach.id] < coach.capacity]
    left.append(Left(Rule.CAPACITY, len(staff)))
    staff = [coach for coach in staff if coach.slots & gap.slots - _booked(instance, matching, coach)]
    left.append(Left(Rule.DOUBLE_BOOKING, len(staff)))
    return WhyUncovered(gap.id, _first_without(left), tuple(left))


def _booked(instance: Instance, matching: Matching, coach: Coach) -> frozenset[int]:
    """Returns the times at which a meeting would run into one that the coach has."""
    before = instance.span - 1
    own = [meeting.slot for meeting in matching if meeting.coach == coach.id]
    return frozenset(slot for at in own for slot in range(at - before, at + instance.span))


def _first_without(left: Sequence[Left]) -> Rule | None:
    return next((one.rule for one in left if one.staff == 0), None)


def uncovered(instance: Instance, matching: Matching) -> list[Gap]:
    """Returns the gaps that the matching does not cover, the most severe first."""
    covered = {meeting.gap for meeting in matching}
    return sorted((gap for gap in instance.gaps if gap.id not in covered), key=lambda gap: (-gap.weight, gap.id))
