"""Coaches, gaps and problems of matching, and the networks that figures are measured on."""

from __future__ import annotations

from random import Random
from uuid import UUID

from coaching.matching.rules.problem import Coach, Gap, Kind, Pair, Policy, Problem

SEED = bytes(range(32))
PARTNER = UUID(int=900)


def coach(
    number: int,
    kind: Kind = Kind.STAFF,
    skill: int = 3,
    slots: frozenset[int] = frozenset({1}),
    capacity: int = 1,
    cleared: bool = True,
    carried: int = 0,
    languages: frozenset[str] = frozenset({"en"}),
    known: frozenset[UUID] = frozenset(),
    hours_ahead: int = 0,
) -> Coach:
    """A coach who is numbered from 1 on; `skill` is the level of `pacing`, 0 for somebody without it."""
    skills = {"pacing": skill} if skill else {}
    return Coach(UUID(int=number), kind, skills, languages, slots, capacity, cleared, carried, hours_ahead, {}, known)


def student(number: int, skill: int = 3, slots: frozenset[int] = frozenset({1}), capacity: int = 1) -> Coach:
    return coach(number, Kind.STUDENT, skill, slots, capacity)


def gap(
    number: int,
    weight: int = 1,
    slots: frozenset[int] = frozenset({1}),
    skill: str = "pacing",
    level: int = 3,
    languages: frozenset[str] = frozenset({"en"}),
    partner: UUID = PARTNER,
) -> Gap:
    """A gap that is numbered from 101 on."""
    return Gap(UUID(int=number), partner, skill, level, languages, weight, slots)


def problem(coaches: list[Coach], gaps: list[Gap], policy: Policy = Policy(), seed: bytes = SEED) -> Problem:
    return Problem(tuple(coaches), tuple(gaps), seed, policy)


def pair(coach_number: int, gap_number: int) -> Pair:
    return Pair(UUID(int=coach_number), UUID(int=gap_number))


def network(coaches: int, gaps: int, partners: int, number: int = 1) -> Problem:
    """A network of the size that figures are measured on: 40 times of the week, 12 skills, a fifth of gaps in Spanish,
    two coaches of five are students.
    """
    random = Random(number)
    skills = [f"skill-{index}" for index in range(12)]
    at = {UUID(int=10_000 + index): random.randint(0, 3) for index in range(partners)}

    def slots() -> frozenset[int]:
        return frozenset(random.sample(range(40), random.randint(4, 8)))

    people = tuple(
        Coach(
            UUID(int=1 + index),
            Kind.STUDENT if index % 5 < 2 else Kind.STAFF,
            {skill: random.randint(1, 4) for skill in random.sample(skills, 3)},
            frozenset({"en", "es"} if random.random() < 0.3 else {"en"}),
            slots(),
            random.randint(1, 3),
            random.random() < 0.95,
            random.randint(0, 3),
            random.randint(0, 3),
            {},
            frozenset(random.sample(sorted(at), 1)),
        )
        for index in range(coaches)
    )
    partner = [random.choice(sorted(at)) for _ in range(gaps)]
    found = tuple(
        Gap(
            UUID(int=20_000 + index),
            partner[index],
            random.choice(skills),
            random.randint(2, 4),
            frozenset({"es"} if random.random() < 0.2 else {"en"}),
            random.randint(1, 5),
            slots(),
            at[partner[index]],
        )
        for index in range(gaps)
    )
    return Problem(people, found, SEED)
