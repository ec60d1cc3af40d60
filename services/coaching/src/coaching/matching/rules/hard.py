"""The hard rules that one coach and one gap can break by themselves. Nothing outweighs them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from coaching.matching.rules.instance import Coach, Gap, Instance, Meeting, Pair, Prices, Slot


class Rule(StrEnum):
    """The hard rules. The first five a pair breaks by itself, the others together with the rest of a matching."""

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


def broken_whenever(instance: Instance, coach: Coach, gap: Gap) -> tuple[Rule, ...]:
    """Returns the rules that the two break at any time."""
    found = []
    if Pair(coach.id, gap.id) in instance.forbidden:
        found.append(Rule.FORBIDDEN)
    if not coach.cleared:
        found.append(Rule.CLEARANCE)
    if gap.skill not in coach.skills:
        found.append(Rule.SKILL)
    if not coach.languages & gap.languages:
        found.append(Rule.LANGUAGE)
    return tuple(found)


def broken_ever(instance: Instance, coach: Coach, gap: Gap) -> tuple[Rule, ...]:
    """Returns the rules that the two break whatever time they choose."""
    found = list(broken_whenever(instance, coach, gap))
    if not coach.slots & gap.slots:
        found.append(Rule.AVAILABILITY)
    if not coach.capacity:
        found.append(Rule.CAPACITY)
    return tuple(found)


def possible_meetings(instance: Instance) -> Iterator[Meeting]:
    """Yields every meeting that breaks no rule by itself."""
    for gap in instance.gaps:
        for coach in instance.coaches:
            if not broken_ever(instance, coach, gap):
                for slot in coach.slots & gap.slots:
                    yield Meeting(coach.id, gap.id, slot)


def impossible_pins(instance: Instance) -> list[tuple[Rule, Pair]]:
    """Returns the pins that break a rule by themselves, and which: a pin outweighs no hard rule."""
    coaches = {coach.id: coach for coach in instance.coaches}
    gaps = {gap.id: gap for gap in instance.gaps}
    return [
        (broken[0], pin)
        for pin in sorted(instance.pinned)
        if (broken := broken_ever(instance, coaches[pin.coach], gaps[pin.gap]))
    ]


def price_of_opening(instance: Instance, coach: Coach, gap: Gap, slot: Slot) -> int | None:
    """Returns what it would cost to make the meeting possible; None where nobody may: what is forbidden stays so.

    A time costs each side that does not have it. Capacity is not counted: it depends on what else the coach does.
    """
    rules = broken_whenever(instance, coach, gap)
    if Rule.FORBIDDEN in rules:
        return None
    prices: Prices = instance.policy.prices
    by_rule = {Rule.CLEARANCE: prices.clearance, Rule.SKILL: prices.skill, Rule.LANGUAGE: prices.language}
    times = (slot not in coach.slots) + (slot not in gap.slots)
    return sum(by_rule[rule] for rule in rules) + times * prices.slot
