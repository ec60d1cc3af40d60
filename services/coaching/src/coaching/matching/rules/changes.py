"""The cheapest change that would cover a gap, or give a coach a pair.

A model in whole numbers has no prices of its own (duals), so changes are part of it: meetings that a rule stops are let
in at the price of what would have to change, and each coach may take one gap more at a price (slacks). The least price
is sought while every gap that is covered stays covered. Then the change is made, and the changed problem solved anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from math import floor, isfinite
from typing import NamedTuple
from uuid import UUID

from coaching.common.rules.linear import Answer, Solve
from coaching.matching.rules.check import WHOLE, broken_rules
from coaching.matching.rules.hard import Rule, broken_whenever, possible_meetings, price_of_opening
from coaching.matching.rules.model import MatchingModel, build
from coaching.matching.rules.problem import Coach, Gap, Kind, Meeting, Plan, Problem, Slot


class Change(NamedTuple):
    """One thing that would have to be otherwise: what the rule is about of this coach, at this time where it is about
    times, for this gap; `of_gap` where it is the gap's side that would make time.
    """

    rule: Rule
    coach: UUID
    gap: UUID
    slot: Slot | None
    of_gap: bool
    price: int


class Remedy(NamedTuple):
    """The cheapest changes, and what they cost together. `reasons` are why it is not proved that nothing is cheaper."""

    changes: tuple[Change, ...]
    price: int
    reasons: tuple[str, ...]


Opening = tuple[Meeting, int]


def to_cover(problem: Problem, plan: Plan, gap: Gap, solve: Solve) -> Remedy | None:
    """Returns what would cover a gap that the plan leaves, with all that it covers; None where nothing would."""
    openings = _openings(problem, [one for one in problem.coaches if one.kind is Kind.STAFF], [gap])
    return _cheapest(problem, plan, openings, solve, lambda meeting: meeting.gap == gap.id)


def to_take_part(problem: Problem, plan: Plan, coach: Coach, solve: Solve) -> Remedy | None:
    """Returns what would let a coach have a pair while all stays covered that the plan covers; None where nothing
    would, and no change at all where their having one costs only points, or the lottery.
    """
    openings = _openings(problem, [coach], problem.gaps)
    return _cheapest(problem, plan, openings, solve, lambda meeting: meeting.coach == coach.id)


def _openings(problem: Problem, coaches: Iterable[Coach], gaps: Sequence[Gap]) -> dict[Meeting, int]:
    """Returns the meetings of these coaches and gaps at any time that one side has, with what each would cost."""
    found = {}
    for coach in coaches:
        for gap in gaps:
            for slot in coach.slots | gap.slots:
                price = price_of_opening(problem, coach, gap, slot)
                if price is not None:
                    found[Meeting(coach.id, gap.id, slot)] = price
    return found


def _cheapest(
    problem: Problem, plan: Plan, openings: dict[Meeting, int], solve: Solve, wanted: Callable[[Meeting], bool]
) -> Remedy | None:
    built = build(problem, {*possible_meetings(problem), *openings}, more_capacity=1)
    columns = defaultdict(list)
    for (gap, _), column in built.covers.items():
        columns[gap].append(column)
    for gap in {meeting.gap for meeting in plan}:
        built.model.row([(column, 1) for column in columns[gap]], least=1)
    built.model.row([(column, 1) for meeting, column in built.meets.items() if wanted(meeting)], least=1)
    saved = {built.meets[meeting]: -price for meeting, price in openings.items() if price}
    saved |= {columns[-1]: -problem.policy.prices.capacity for columns in built.loads.values()}
    first, second = (solve(built.model, saved, presolve, None) for presolve in (True, False))
    if first.status == "impossible" and second.status == "impossible":
        return None
    return _remedy(built, first, second)


def _remedy(built: MatchingModel, first: Answer, second: Answer) -> Remedy | None:
    """Returns what the solver's answers come to: as ever, they are claims."""
    readable = [one for one in (first, second) if one.values and all(abs(x - round(x)) <= WHOLE for x in one.values)]
    found = [needed(built.problem, built.plan(answer.values)) for answer in readable]
    valid = [changes for plan, changes in found if not broken_rules(applied(built.problem, changes), plan)]
    if not valid:
        return None
    changes = min(valid, key=lambda some: sum(change.price for change in some))
    price = sum(change.price for change in changes)
    reasons = []
    if any(
        one.status != "optimal" or not isfinite(one.bound) or floor(one.bound + 1e-6) != -price
        for one in (first, second)
    ):
        reasons.append("the solver does not say, with presolve and without, that nothing is cheaper")
    if len({sum(change.price for change in some) for some in valid}) > 1 or len(valid) < 2:
        reasons.append("with presolve and without it, the solver finds different prices")
    return Remedy(changes, price, tuple(reasons))


def needed(problem: Problem, plan: Plan) -> tuple[Plan, tuple[Change, ...]]:
    """Returns the plan with the changes that make it possible."""
    coaches = {coach.id: coach for coach in problem.coaches}
    gaps = {gap.id: gap for gap in problem.gaps}
    prices = problem.policy.prices
    by_rule = {Rule.CLEARANCE: prices.clearance, Rule.SKILL: prices.skill, Rule.LANGUAGE: prices.language}
    found = []
    for meeting in sorted(plan):
        coach, gap = coaches[meeting.coach], gaps[meeting.gap]
        for rule in broken_whenever(problem, coach, gap):
            found.append(Change(rule, coach.id, gap.id, None, False, by_rule.get(rule, 0)))
        for of_gap, slots in ((False, coach.slots), (True, gap.slots)):
            if meeting.slot not in slots:
                found.append(Change(Rule.AVAILABILITY, coach.id, gap.id, meeting.slot, of_gap, prices.slot))
    taken = Counter(meeting.coach for meeting in plan)
    for meeting in sorted(plan):
        if taken[meeting.coach] > coaches[meeting.coach].capacity:
            found.append(Change(Rule.CAPACITY, meeting.coach, meeting.gap, None, False, prices.capacity))
            taken[meeting.coach] -= 1
    return plan, tuple(found)


def applied(problem: Problem, changes: Iterable[Change]) -> Problem:
    """Returns the problem as it is once the changes are made."""
    coaches = {coach.id: coach for coach in problem.coaches}
    gaps = {gap.id: gap for gap in problem.gaps}
    for change in changes:
        coach, gap = coaches[change.coach], gaps[change.gap]
        if change.of_gap and change.slot is not None:
            gaps[gap.id] = replace(gap, slots=gap.slots | {change.slot})
        else:
            coaches[coach.id] = _changed(coach, gap, change)
    return replace(problem, coaches=tuple(coaches.values()), gaps=tuple(gaps.values()))


def _changed(coach: Coach, gap: Gap, change: Change) -> Coach:
    if change.rule is Rule.CLEARANCE:
        return replace(coach, cleared=True)
    if change.rule is Rule.SKILL:
        return replace(coach, skills={**coach.skills, gap.skill: 1})
    if change.rule is Rule.LANGUAGE:
        return replace(coach, languages=coach.languages | {min(gap.languages)})
    if change.rule is Rule.CAPACITY:
        return replace(coach, capacity=coach.capacity + 1)
    if change.slot is not None:
        return replace(coach, slots=coach.slots | {change.slot})
    return coach
