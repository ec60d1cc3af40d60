"""Workshops to seat, and every way of seating a small one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from uuid import UUID

from hypothesis import strategies as st

from coaching.workshops.rules.given import Given
from coaching.workshops.rules.seating import Seating
from coaching.workshops.rules.workshop import Person, Session, Workshop

SEED = bytes(range(32))
NOWHERE = 99
"""A place that is worse than any."""


def session(number: int, capacity: int = 1, slot: int = 0) -> Session:
    """A session that is numbered from 1 on."""
    return Session(UUID(int=number), slot, capacity)


def person(
    number: int, *ranked: int, closed: Sequence[int] = (), credit: int = 0, companion: int | None = None
) -> Person:
    """A person who is numbered from 101 on, with the numbers of sessions."""
    return Person(
        UUID(int=number),
        tuple(UUID(int=one) for one in ranked),
        frozenset(UUID(int=one) for one in closed),
        credit,
        None if companion is None else UUID(int=companion),
    )


def workshop(sessions: Sequence[Session], people: Sequence[Person], seed: bytes = SEED) -> Workshop:
    return Workshop(tuple(sessions), tuple(people), seed)


def seats(seating: Seating) -> dict[int, int | None]:
    """By the numbers of the people, the number of the session."""
    return {one.person.int: None if one.session is None else one.session.int for one in seating.given}


def of(seating: Seating, number: int) -> Given:
    return next(one for one in seating.given if one.person.int == number)


def places(whole: Workshop, chosen: dict[int, int | None]) -> list[int]:
    """The places of those who rank and can have something, the worst first; reckoned anew, without the rules."""
    found = []
    for one in wishing(whole):
        own = [key for key in one.ranked if capacity(whole, key) and key not in one.closed]
        seat = chosen[one.id.int]
        key = None if seat is None else UUID(int=seat)
        found.append(NOWHERE if key is None else own.index(key) + 1 if key in own else len(own) + 1)
    return sorted(found, reverse=True)


def wishing(whole: Workshop) -> list[Person]:
    """Those who rank, and to whom something is open."""
    open_ = {one.id for one in whole.sessions if one.capacity}
    return [one for one in whole.people if one.ranked and open_ - one.closed]


def capacity(whole: Workshop, key: UUID) -> int:
    return next(one.capacity for one in whole.sessions if one.id == key)


def every_seating(whole: Workshop) -> Iterator[dict[int, int | None]]:
    """Every way in which those who rank can sit in a workshop of one slot."""
    choices: list[list[int | None]] = [
        [None, *(one.id.int for one in whole.sessions if one.id not in each.closed)] for each in wishing(whole)
    ]
    for chosen in product(*choices):
        if all(chosen.count(one.id.int) <= one.capacity for one in whole.sessions):
            yield {each.id.int: seat for each, seat in zip(wishing(whole), chosen, strict=True)}


@st.composite
def small_workshops(draw: st.DrawFn) -> Workshop:
    """Workshops of one slot, of which every seating can be tried."""
    numbers = list(range(1, draw(st.integers(2, 4))))
    sessions = [session(number, draw(st.integers(0, 2))) for number in numbers]
    lists = st.lists(st.sampled_from(numbers), unique=True, max_size=len(numbers))
    people = [
        person(
            number,
            *draw(lists),
            closed=draw(st.one_of(st.just([]), lists)),
            credit=draw(st.integers(0, 2)),
            companion=draw(st.sampled_from([None, 101, 102, 103])),
        )
        for number in range(101, draw(st.integers(102, 106)))
    ]
    return workshop(sessions, people, draw(st.binary(min_size=32, max_size=32)))
