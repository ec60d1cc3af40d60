"""What the seats of a workshop come to, for everybody and for one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Literal, NamedTuple
from uuid import UUID

from coaching.workshops.rules.costs import place_of
from coaching.workshops.rules.given import Given, Why
from coaching.workshops.rules.workshop import Person, Session

NextStep = Literal["none", "decide_offer", "wait", "join_waiting_list", "ask_host"]


class Figures(NamedTuple):
    """What a seating comes to. `profile` counts seats by their place on the list of who has them, from place 1 on."""

    people: int
    seated: int
    first_choices: int
    profile: list[int]


class Moved(NamedTuple):
    """That a person sits elsewhere than before, in a slot; None where they had or have no seat."""

    person: UUID
    slot: int
    before: UUID | None
    after: UUID | None


def figures(given: Iterable[Given]) -> Figures:
    """Returns the figures of a seating. Who has a seat in every slot that they can attend counts as seated."""
    rows = list(given)
    without = {one.person for one in rows if one.session is None and one.why is not Why.NOTHING_OPEN}
    people = {one.person for one in rows}
    places = Counter(one.place for one in rows if one.session is not None and one.place is not None)
    profile = [places[place] for place in range(1, max(places, default=0) + 1)]
    return Figures(len(people), len(people - without), places[1], profile)


def moved(before: dict[tuple[UUID, int], UUID | None], given: Iterable[Given]) -> list[Moved]:
    """Returns who sits elsewhere than before, of those who had a place in the seating before."""
    return [
        Moved(one.person, one.slot, before[one.person, one.slot], one.session)
        for one in given
        if (one.person, one.slot) in before and before[one.person, one.slot] != one.session
    ]


def place_now(person: Person, session: UUID | None, sessions: Sequence[Session]) -> tuple[int | None, int]:
    """Returns the place of a seat on the person's list, and how many places are lost by it; of a slot's sessions."""
    if not any(one.id in person.ranked for one in sessions):
        return None, 0
    if session is None:
        return None, len(sessions)
    place = place_of(person, session, sessions)
    return place, place - 1


def next_step(session: UUID | None, why: Why, *, offered: bool, waits: bool, wished_more: Collection[UUID]) -> NextStep:
    """Returns what somebody can do about what they got in a slot."""
    if offered:
        return "decide_offer"
    if waits:
        return "wait"
    if session is None:
        return "ask_host" if why is Why.NOTHING_OPEN else "join_waiting_list"
    return "join_waiting_list" if wished_more else "none"
