"""The hard rules that one coach and one gap can break by themselves. Nothing outweighs them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from coaching.matching.rules.problem import Coach, Gap, Meeting, Pair, Prices, Problem, Slot


class Rule(StrEnum):
    """The hard rules. The first five a pair breaks by itself, the others together with the rest of a plan."""

    FORBIDDEN = "forbidden"
    CLEARANCE = "clearance"
    SKILL = "skill"
    LANGUAGE = "language"
    AVAILABILITY = "availability"
    CAPACITY = "capacity"
    DOUBLE_BOOKING = "double_booking"
    PAIRING = "pairing"
    TEAM = "team"
    ONE_MEETING = "one_meeting"
    PIN = "pin"


def broken_whenever(problem: Problem, coach: Coach, gap: Gap) -> tuple[Rule, ...]:
    """Returns the rules that the two break at any time."""
    found = []
    if Pair(coach.id, gap.id) in problem.forbidden:
        found.append(Rule.FORBIDDEN)
    if not coach.cleared:
        found.append(Rule.CLEARANCE)
    if gap.skill not in coach.skills:
        found.append(Rule.SKILL)
    if not coach.languages & gap.languages:
        found.append(Rule.LANGUAGE)
    return tuple(found)


def broken_ever(problem: Problem, coach: Coach, gap: Gap) -> tuple[Rule, ...]:
    """Returns the rules that the two break whatever time they choose."""
    found = list(broken_whenever(problem, coach, gap))
    if not coach.slots & gap.slots:
        found.append(Rule.AVAILABILITY)
    if not coach.capacity:
        found.append(Rule.CAPACITY)
    return tuple(found)


def possible_meetings(problem: Problem) -> Iterator[Meeting]:
    """Yields every meeting that breaks no rule by itself."""
    for gap in problem.gaps:
        for coach in problem.coaches:
            if not broken_ever(problem, coach, gap):
                for slot in coach.slots & gap.slots:
                    yield Meeting(coach.id, gap.id, slot)


def impossible_pins(problem: Problem) -> list[tuple[Rule, Pair]]:
    """Returns the pins that break a rule by themselves, and which: a pin outweighs no hard rule."""
    coaches = {coach.id: coach for coach in problem.coaches}
    gaps = {gap.id: gap for gap in problem.gaps}
    return [
        (broken[0], pin)
        for pin in sorted(problem.pinned)
        if (broken := broken_ever(problem, coaches[pin.coach], gaps[pin.gap]))
    ]


def price_of_opening(problem: Problem, coach: Coach, gap: Gap, slot: Slot) -> int | None:
    """Returns what it would cost to make the meeting possible; None where nobody may: what is forbidden stays so.

    A time costs each side that does not have it. Capacity is not counted: it depends on what else the coach does.
    """
    rules = broken_whenever(problem, coach, gap)
    if Rule.FORBIDDEN in rules:
        return None
    prices: Prices = problem.policy.prices
    by_rule = {Rule.CLEARANCE: prices.clearance, Rule.SKILL: prices.skill, Rule.LANGUAGE: prices.language}
    times = (slot not in coach.slots) + (slot not in gap.slots)
    return sum(by_rule[rule] for rule in rules) + times * prices.slot
