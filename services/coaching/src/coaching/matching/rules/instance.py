"""What is matched: coaches, gaps, and what the host has laid down about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

MOST_CAPACITY = 10

Slot = int
"""A time of the week, counted alike for everybody: whoever makes an instance reckons zones and daylight saving."""


class Kind(StrEnum):
    """What a coach is."""

    STUDENT = "student"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Coach:
    """`skills` are levels from 1 on; `capacity` is how many gaps at once; `cleared` is whether clearance, consent and
    training hold for the whole time; `carried` is the load of the window so far (`fairness.carried_load`).
    `hours_ahead` is the zone's distance to UTC, `travel` a distance to partners besides, in steps. `known` are partners
    coached before.
    """

    id: UUID
    kind: Kind
    skills: Mapping[str, int]
    languages: frozenset[str]
    slots: frozenset[Slot]
    capacity: int
    cleared: bool = True
    carried: int = 0
    hours_ahead: int = 0
    travel: Mapping[UUID, int] = field(default_factory=dict)
    known: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Gap:
    """A partner's gap: the skill that closes it at the level that is wished, languages of which one is enough, how
    severe it is (from 1 on), and when the partner's people can meet.
    """

    id: UUID
    partner: UUID
    skill: str
    level: int
    languages: frozenset[str]
    weight: int
    slots: frozenset[Slot]
    hours_ahead: int = 0


class Pair(NamedTuple):
    """A coach and a gap."""

    coach: UUID
    gap: UUID


class Meeting(NamedTuple):
    """That a coach coaches a gap, every week at this time."""

    coach: UUID
    gap: UUID
    slot: Slot

    @property
    def pair(self) -> Pair:
        return Pair(self.coach, self.gap)


Matching = frozenset[Meeting]


@dataclass(frozen=True, slots=True)
class Prices:
    """What a change costs whoever makes it, in the host's own scale: how explanations tell which change is cheapest."""

    slot: int = 1
    capacity: int = 2
    clearance: int = 3
    language: int = 4
    skill: int = 6


@dataclass(frozen=True, slots=True)
class Policy:
    """What the host lays down before anything is matched. The first five are points: of each level of the skill up to
    the one wished, of going on with a partner, of a student beside staff, of each hour or step between coach and
    partner (taken off), and of uneven load (taken off: `fairness`).
    """

    fit: int = 10
    continuity: int = 15
    beside: int = 20
    distance: int = 2
    evenness: int = 10
    staff_beside_student: int = 1
    students_on_gap: int = 1
    prices: Prices = Prices()


@dataclass(frozen=True, slots=True)
class Instance:
    """`pinned` pairs stand whatever it costs, `forbidden` ones never; `related` adults count as one beside a student,
    so they are not put on one gap. `previous` is the matching that is to change as little as possible. A meeting takes
    `span` slots, the first of which is its time.
    """

    coaches: tuple[Coach, ...]
    gaps: tuple[Gap, ...]
    seed: bytes
    policy: Policy = Policy()
    pinned: frozenset[Pair] = frozenset()
    forbidden: frozenset[Pair] = frozenset()
    related: frozenset[frozenset[UUID]] = frozenset()
    previous: Matching = frozenset()
    span: int = 1


def validate_instance(instance: Instance) -> list[str]:
    """Returns what is wrong with the instance itself, whatever is matched; each says what to do."""
    coaches = {coach.id: coach for coach in instance.coaches}
    gaps = {gap.id for gap in instance.gaps}
    found = []
    if len(coaches) < len(instance.coaches) or len(gaps) < len(instance.gaps):
        found.append("a coach or a gap is named twice; name each once")
    for coach in instance.coaches:
        if not 0 <= coach.capacity <= MOST_CAPACITY:
            found.append(f"coach {coach.id} has a capacity of {coach.capacity}; choose 0 to {MOST_CAPACITY}")
        if coach.carried < 0 or any(level < 1 for level in coach.skills.values()):
            found.append(f"coach {coach.id} has a load or a level below what there is; levels begin at 1, loads at 0")
    found += [
        f"gap {gap.id} names no language; name those of which one is enough"
        for gap in instance.gaps
        if not gap.languages
    ]
    found += [
        f"gap {gap.id} has a level or a weight below 1; choose 1 or more"
        for gap in instance.gaps
        if gap.weight < 1 or gap.level < 1
    ]
    if instance.policy.staff_beside_student < 1 or instance.policy.students_on_gap < 0:
        found.append("a student coaches only beside staff; ask for one of them at least")
    if instance.span < 1:
        found.append("a meeting takes one slot at least; choose 1 or more")
    for pair in sorted(instance.pinned | instance.forbidden):
        if pair.coach not in coaches or pair.gap not in gaps:
            found.append(f"the pair of {pair.coach} and {pair.gap} names somebody unknown; take it out")
    found += [
        f"coach {pair.coach} is both pinned to and forbidden for gap {pair.gap}; undo one of the two"
        for pair in sorted(instance.pinned & instance.forbidden)
    ]
    return found
