"""Why a pair, and which rule stops a gap that is not covered. Worked out of the plan alone, without a solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from coaching.matching.rules.check import broken_rules, worth
from coaching.matching.rules.hard import Rule, broken_whenever
from coaching.matching.rules.phases import Phase
from coaching.matching.rules.points import PairPoints, pair_points, scale
from coaching.matching.rules.problem import Coach, Gap, Kind, Meeting, Plan, Problem


class Instead(NamedTuple):
    """Another coach at the same time: the rule that this would break, or how many points the plan would have less."""

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


def why_pair(problem: Problem, plan: Plan, meeting: Meeting) -> WhyPair:
    """Returns why the meeting is in the plan."""
    coach = next(one for one in problem.coaches if one.id == meeting.coach)
    gap = next(one for one in problem.gaps if one.id == meeting.gap)
    return WhyPair(
        meeting,
        meeting.pair in problem.pinned,
        meeting.pair in {one.pair for one in problem.previous},
        coach.skills[gap.skill],
        gap.level,
        tuple(sorted(coach.languages & gap.languages)),
        pair_points(problem, coach, gap),
        sum(one.coach == coach.id for one in plan),
        coach.capacity,
        tuple(_instead(problem, plan, meeting, coach, gap)),
    )


def _instead(problem: Problem, plan: Plan, meeting: Meeting, coach: Coach, gap: Gap) -> list[Instead]:
    """Returns the others of the same kind who could be there at that time, the nearest in points first."""
    here = {one.coach for one in plan if one.gap == gap.id}
    now, whole = worth(problem, plan, Phase.POINTS), scale(problem)
    found = []
    for other in problem.coaches:
        if other.kind is not coach.kind or other.id in here or meeting.slot not in other.slots:
            continue
        if broken_whenever(problem, other, gap):
            continue
        changed = plan - {meeting} | {Meeting(other.id, gap.id, meeting.slot)}
        broken = broken_rules(problem, changed)
        fewer = Fraction(0) if broken else Fraction(now - worth(problem, changed, Phase.POINTS), whole)
        found.append(Instead(other.id, broken[0].rule if broken else None, fewer))
    return sorted(found, key=lambda one: (one.breaks is not None, one.fewer_points, one.coach))


class Left(NamedTuple):
    """How many staff are left after a rule."""

    rule: Rule
    staff: int


class WhyUncovered(NamedTuple):
    """Which rule stops a gap, and how many staff each rule left, one after the other. `stopped_by` is the first that
    leaves nobody; None only where the plan overlooks somebody, and then it is not the best.
    """

    gap: UUID
    stopped_by: Rule | None
    left: tuple[Left, ...]


def why_uncovered(problem: Problem, plan: Plan, gap: Gap) -> WhyUncovered:
    """Returns why nobody of the staff covers the gap. Students do not count: they coach only beside staff."""
    staff = [coach for coach in problem.coaches if coach.kind is Kind.STAFF]
    left: list[Left] = []
    for rule in (Rule.FORBIDDEN, Rule.CLEARANCE, Rule.SKILL, Rule.LANGUAGE):
        staff = [coach for coach in staff if rule not in broken_whenever(problem, coach, gap)]
        left.append(Left(rule, len(staff)))
    staff = [coach for coach in staff if coach.slots & gap.slots]
    left.append(Left(Rule.AVAILABILITY, len(staff)))
    taken = Counter(meeting.coach for meeting in plan)
    staff = [coach for coach in staff if taken[coach.id] < coach.capacity]
    left.append(Left(Rule.CAPACITY, len(staff)))
    staff = [coach for coach in staff if coach.slots & gap.slots - _booked(plan, coach)]
    left.append(Left(Rule.DOUBLE_BOOKING, len(staff)))
    return WhyUncovered(gap.id, _first_without(left), tuple(left))


def _booked(plan: Plan, coach: Coach) -> frozenset[int]:
    return frozenset(meeting.slot for meeting in plan if meeting.coach == coach.id)


def _first_without(left: Sequence[Left]) -> Rule | None:
    return next((one.rule for one in left if one.staff == 0), None)


def uncovered(problem: Problem, plan: Plan) -> list[Gap]:
    """Returns the gaps that the plan does not cover, the most severe first."""
    covered = {meeting.gap for meeting in plan}
    return sorted((gap for gap in problem.gaps if gap.id not in covered), key=lambda gap: (-gap.weight, gap.id))
