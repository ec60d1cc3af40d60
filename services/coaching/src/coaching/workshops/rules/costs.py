"""What a seat costs, as one whole number in which wishes lie one above the other, like digits.

From the top: whether somebody has no seat at all; then, from the last place of any list to the second, who sits at that
place; then credit; then the lottery. Each digit is wide enough for everybody together, so the least cost means: as few
as can be without a seat, then as few as can be at the last place, then at the one before. That is leximin: the worst
off as well off as can be, then the next. (Huang, Kavitha, Mehlhorn and Michail call such a matching fair: Fair
matchings and related problems, Algorithmica 74, 2016.) Doing the worst place first and then a sum is something else.

A list counts with the sessions that its person can have, in their order. All others are equal, one place below its end.
So whoever lists one session only is soon content elsewhere: a short list never helps anybody to the first of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from coaching.common.rules.lottery import drawn
from coaching.workshops.rules.workshop import Person, Session

_LOTTERY_BITS = 64
_ALONE = 1 << (_LOTTERY_BITS + 32)
_SEATLESS = 1 << (_LOTTERY_BITS + 64)
"""Of those who rank nothing. Each is more than what comes below it, of more people than there are."""


def listed(person: Person, sessions: Sequence[Session]) -> list[UUID]:
    """Returns the person's list in a slot: of its sessions those that can be had, in the order of the wishes."""
    there = {session.id for session in sessions if session.capacity > 0}
    return [session for session in person.ranked if session in there and session not in person.closed]


def place_of(person: Person, session: UUID, sessions: Sequence[Session]) -> int:
    """Returns the place of a session on the person's list, from 1 on: one below its end where it is not listed."""
    own = listed(person, sessions)
    return own.index(session) + 1 if session in own else len(own) + 1


class Verdict(NamedTuple):
    """What decides between two assignments: `digit` is the first in which they differ, `place` the place it counts, and
    `more` how many more people would sit there.
    """

    digit: str
    place: int | None
    more: int


NO_SEAT, PLACE, CREDIT, LOTTERY = "no_seat", "place", "credit", "lottery"


class Digits:
    """How many bits each digit has, for the people and the sessions of a slot."""

    def __init__(self, people: Sequence[Person], sessions: Sequence[Session], seed: bytes) -> None:
        self._sessions, self._seed = sessions, seed
        self._places = len(sessions) + 1
        # Two bits more than all together need: the sign of a difference, and room to round it.
        self._bits = len(people).bit_length() + 2
        self._credit_from = _LOTTERY_BITS + self._bits
        most_credit = sum(person.credit for person in people) * self._places
        self._places_from = self._credit_from + most_credit.bit_length() + 2

    def of(self, person: Person) -> list[int | None]:
        """Returns what each session costs for the person, and at last what having no seat costs."""
        own = {session: index for index, session in enumerate(listed(person, self._sessions), 1)}
        costs: list[int | None] = []
        for session in self._sessions:
            place = own.get(session.id, len(own) + 1)
            reachable = session.capacity > 0 and session.id not in person.closed
            costs.append(self._cost(person, place, session.id) if reachable else None)
        return [*costs, self._unit(self._places + 1) + (person.credit * self._places << self._credit_from)]

    def _cost(self, person: Person, place: int, session: UUID) -> int:
        luck = drawn(self._seed, "seat", person.id, session) >> (256 - _LOTTERY_BITS)
        credit = person.credit * (place - 1) << self._credit_from
        return (self._unit(place) if place > 1 else 0) + credit + luck

    def _unit(self, place: int) -> int:
        return 1 << (self._places_from + self._bits * (place - 2))

    def verdict(self, difference: int) -> Verdict:
        """Returns what a difference of two costs, which is not 0, comes from."""
        for place in range(self._places + 1, 1, -1):
            unit = self._unit(place)
            if count := (difference + unit // 2) // unit:
                seatless = place == self._places + 1
                return Verdict(NO_SEAT if seatless else PLACE, None if seatless else place, count)
        unit = 1 << self._credit_from
        if count := (difference + unit // 2) // unit:
            return Verdict(CREDIT, None, count)
        return Verdict(LOTTERY, None, 1)


def wishless(person: Person, sessions: Sequence[Session], company: UUID | None, seed: bytes) -> list[int | None]:
    """Returns what seats cost somebody who ranks nothing: none at all the most, then one without their company."""
    costs: list[int | None] = []
    for session in sessions:
        alone = company is not None and session.id != company
        luck = drawn(seed, "seat", person.id, session.id) >> (256 - _LOTTERY_BITS)
        reachable = session.capacity > 0 and session.id not in person.closed
        costs.append((_ALONE if alone else 0) + luck if reachable else None)
    return [*costs, _SEATLESS]
