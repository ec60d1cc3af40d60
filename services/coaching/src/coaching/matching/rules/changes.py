"""The cheapest change that would cover a gap, or give a coach a pair.

A model in whole numbers has no prices of its own (duals), so changes are part of it: meetings that a rule stops are let
in at the price of what would have to change, and each coach may take one gap more at a price (slacks). The least price
is sought while every gap that is covered stays covered. What is found is checked in the instance as it is once the
changes are made. Clearing somebody is such a change; waiving clearance is none, and neither is what somebody has
forbidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from coaching.common.rules.linear import Answer, Solve
from coaching.matching.rules.check import bound_of, broken_rules, is_whole
from coaching.matching.rules.doubts import Doubt
from coaching.matching.rules.hard import Rule, broken_whenever, possible_meetings, price_of_opening
from coaching.matching.rules.instance import Coach, Gap, Instance, Kind, Matching, Meeting, Slot
from coaching.matching.rules.model import build

Wanted = Callable[[Meeting], bool]
"""Whether a meeting would do."""


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
    """The cheapest changes, and what they cost together. `doubts` are why it is not proved that nothing is cheaper."""

    changes: tuple[Change, ...]
    price: int
    doubts: tuple[Doubt, ...]


def to_cover(instance: Instance, matching: Matching, gap: Gap, solve: Solve) -> Remedy | None:
    """Returns what would cover a gap that the matching leaves, with all that it covers; None where nothing would."""
    openings = _openings(instance, [one for one in instance.coaches if one.kind is Kind.STAFF], [gap])
    return _cheapest(instance, matching, openings, solve, lambda meeting: meeting.gap == gap.id)


def to_take_part(instance: Instance, matching: Matching, coach: Coach, solve: Solve) -> Remedy | None:
    """Returns what would let a coach have a pair while all stays covered that the matching covers; None where nothing
    would, and no change at all where their having one costs only points, or the lottery.
    """
    openings = _openings(instance, [coach], instance.gaps)
    return _cheapest(instance, matching, openings, solve, lambda meeting: meeting.coach == coach.id)


def _openings(instance: Instance, coaches: Iterable[Coach], gaps: Sequence[Gap]) -> dict[Meeting, int]:
    """Returns the meetings of these coaches and gaps at any time that one side has, with what each would cost."""
    found = {}
    for coach in coaches:
        for gap in gaps:
            for slot in coach.slots | gap.slots:
                price = price_of_opening(instance, coach, gap, slot)
                if price is not None:
                    found[Meeting(coach.id, gap.id, slot)] = price
    return found


def _cheapest(
    instance: Instance, matching: Matching, openings: Mapping[Meeting, int], solve: Solve, wanted: Wanted
) -> Remedy | None:
    """Returns the cheapest changes by which one of the wanted meetings comes about."""
    meetings = {*possible_meetings(instance), *openings}
    if not any(map(wanted, meetings)):
        return None
    built = build(instance, meetings, more_capacity=1)
    covered = {meeting.gap for meeting in matching}
    for covered_gap in sorted(covered):
        times = [(column, 1) for (gap, _), column in built.covers.items() if gap == covered_gap]
        built.model.row(times, least=1)
    built.model.row([(column, 1) for meeting, column in built.meets.items() if wanted(meeting)], least=1)
    saved = {built.meets[meeting]: -price for meeting, price in openings.items() if price}
    saved |= {columns[-1]: -instance.policy.prices.capacity for columns in built.loads.values()}
    answers = [solve(built.model, saved, presolve, None) for presolve in (True, False)]
    if all(answer.status == "impossible" for answer in answers):
        return None
    matchings = [built.matching(one.values) for one in answers if one.values is not None and is_whole(one.values)]
    keeping = [one for one in matchings if covered <= {meeting.gap for meeting in one} and any(map(wanted, one))]
    found = [
        needed(instance, one) for one in keeping if not broken_rules(applied(instance, needed(instance, one)), one)
    ]
    return _remedy(found, answers)


def _remedy(found: Sequence[tuple[Change, ...]], answers: Sequence[Answer]) -> Remedy:
    """Returns the cheaper of what was found, with what speaks against it: as ever, answers are claims."""
    if not found:
        return Remedy((), 0, (Doubt.FOUND_NOTHING,))
    prices = [sum(change.price for change in changes) for changes in found]
    price = min(prices)
    doubts = []
    if len(found) < len(answers) or max(prices) > price:
        doubts.append(Doubt.DISAGREES)
    if any(one.status != "optimal" for one in answers):
        doubts.append(Doubt.STOPPED)
    if any(bound_of(one) != -price for one in answers):
        doubts.append(Doubt.BOUND_APART)
    return Remedy(found[prices.index(price)], price, tuple(doubts))


def needed(instance: Instance, matching: Matching) -> tuple[Change, ...]:
    """Returns what has to change for the matching to be possible."""
    coaches = {coach.id: coach for coach in instance.coaches}
    gaps = {gap.id: gap for gap in instance.gaps}
    found = [
        change
        for meeting in sorted(matching)
        for change in _of_pair(instance, coaches[meeting.coach], gaps[meeting.gap], meeting.slot)
    ]
    taken: Counter[UUID] = Counter()
    for meeting in sorted(matching):
        taken[meeting.coach] += 1
        if taken[meeting.coach] > coaches[meeting.coach].capacity:
            price = instance.policy.prices.capacity
            found.append(Change(Rule.CAPACITY, meeting.coach, meeting.gap, None, False, price))
    return tuple(found)


def _of_pair(instance: Instance, coach: Coach, gap: Gap, slot: Slot) -> Iterator[Change]:
    prices = instance.policy.prices
    by_rule = {Rule.CLEARANCE: prices.clearance, Rule.SKILL: prices.skill, Rule.LANGUAGE: prices.language}
    for rule in broken_whenever(instance, coach, gap):
        yield Change(rule, coach.id, gap.id, None, False, by_rule[rule])
    for of_gap, slots in ((False, coach.slots), (True, gap.slots)):
        if slot not in slots:
            yield Change(Rule.AVAILABILITY, coach.id, gap.id, slot, of_gap, prices.slot)


def applied(instance: Instance, changes: Iterable[Change]) -> Instance:
    """Returns the instance as it is once the changes are made."""
    coaches = {coach.id: coach for coach in instance.coaches}
    gaps = {gap.id: gap for gap in instance.gaps}
    for change in changes:
        coach, gap = coaches[change.coach], gaps[change.gap]
        if change.of_gap and change.slot is not None:
            gaps[gap.id] = replace(gap, slots=gap.slots | {change.slot})
        else:
            coaches[coach.id] = _changed(coach, gap, change)
    return replace(instance, coaches=tuple(coaches.values()), gaps=tuple(gaps.values()))


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
