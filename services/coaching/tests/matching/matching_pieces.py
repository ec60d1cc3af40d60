"""Coaches, gaps and instances of matching, and the networks that figures are measured on."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from uuid import UUID

from hypothesis import assume
from hypothesis import strategies as st

from coaching.matching.rules.hard import possible_meetings
from coaching.matching.rules.instance import Coach, Gap, Instance, Kind, Matching, Meeting, Pair, Policy

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


def student(number: int, slots: frozenset[int] = frozenset({1})) -> Coach:
    return coach(number, Kind.STUDENT, slots=slots)


def meeting(coach_number: int, gap_number: int, slot: int = 1) -> Meeting:
    return Meeting(UUID(int=coach_number), UUID(int=gap_number), slot)


def made_of(*meetings: Meeting) -> Matching:
    return frozenset(meetings)


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


POLICY = Policy()


def instance(coaches: list[Coach], gaps: list[Gap], policy: Policy = POLICY, seed: bytes = SEED) -> Instance:
    return Instance(tuple(coaches), tuple(gaps), seed, policy)


def pair(coach_number: int, gap_number: int) -> Pair:
    return Pair(UUID(int=coach_number), UUID(int=gap_number))


def network(coaches: int, gaps: int, partners: int, number: int = 1) -> Instance:
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
    return Instance(people, found, SEED)


slot_sets = st.frozensets(st.integers(1, 2), min_size=1)


@st.composite
def small_instances(draw: st.DrawFn) -> Instance:
    """Instances of which every matching can be tried, with all that an instance may have but a previous matching."""
    people = [
        Coach(
            UUID(int=number),
            draw(st.sampled_from(Kind)),
            draw(st.dictionaries(st.sampled_from(["pacing", "portfolios"]), st.integers(1, 4), min_size=1)),
            draw(st.frozensets(st.sampled_from(["en", "es"]), min_size=1)),
            draw(slot_sets),
            draw(st.integers(0, 2)),
            draw(st.integers(0, 9)) > 0,
            draw(st.integers(0, 2)),
            draw(st.integers(0, 3)),
            {},
            draw(st.frozensets(st.just(PARTNER))),
        )
        for number in range(1, draw(st.integers(2, 5)))
    ]
    found = [
        Gap(
            UUID(int=number),
            PARTNER,
            draw(st.sampled_from(["pacing", "portfolios"])),
            draw(st.integers(1, 4)),
            draw(st.frozensets(st.sampled_from(["en", "es"]), min_size=1)),
            draw(st.integers(1, 3)),
            draw(slot_sets),
        )
        for number in range(101, draw(st.integers(102, 104)))
    ]
    policy = Policy(staff_beside_student=draw(st.integers(1, 2)), students_on_gap=draw(st.integers(0, 2)))
    whole = Instance(tuple(people), tuple(found), draw(st.binary(min_size=32, max_size=32)), policy)
    possible = sorted(possible_meetings(whole))
    assume(0 < len(possible) <= 9)
    pairs = st.sampled_from(sorted({one.pair for one in possible}))
    pinned, forbidden = draw(st.frozensets(pairs, max_size=1)), draw(st.frozensets(pairs, max_size=1))
    related = draw(st.frozensets(st.just(frozenset({UUID(int=1), UUID(int=2)}))))
    span = draw(st.integers(1, 2))
    return replace(whole, pinned=pinned, forbidden=forbidden - pinned, related=related, span=span)
