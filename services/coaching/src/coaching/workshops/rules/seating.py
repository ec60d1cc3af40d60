"""Seats for ranked choice: leximin, with a reason for everybody.

In each slot, one after the other:

1. Held seats stay. Whoever can attend nothing that is offered is set aside, and told so.
2. Those who rank get seats by the least cost (`costs`): the worst off as well off as can be, then the next; of what is
   equal, more credit goes before; then the lottery. Places lost in a slot are credit in the next.
3. Companions who name each other are put together where that costs one of the two a few places at most, and nobody else
   any (`companions`).
4. Those who rank nothing in the slot get what is left: as many as can be, beside a companion where there is room, else
   by the lottery.

Nobody gains by a short list (`costs`). What can still be gained, by listing full sessions above the ones that are
wished, is the price of caring for the worst off (arXiv 2408.01673).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from coaching.common.rules.lottery import in_order
from coaching.workshops.rules.assignment import Assignment, assign, is_cheapest
from coaching.workshops.rules.companions import together
from coaching.workshops.rules.costs import Digits, Verdict, listed, place_of, wishless
from coaching.workshops.rules.workshop import Person, Session, Workshop, validate_workshop


class Why(StrEnum):
    """Why somebody sits where they sit."""

    HELD = "held"
    CHOSEN = "chosen"
    UNLISTED = "unlisted"
    COMPANION = "companion"
    RANKED_NOTHING = "ranked_nothing"
    NOTHING_OPEN = "nothing_open"
    FULL = "full"


class Denied(NamedTuple):
    """A session that a person wished more than what they have, and what giving it to them would have cost others."""

    session: UUID
    because: Verdict


class Given(NamedTuple):
    """What a person got in a slot: `session` and `place` are None without a seat. `lost` places are credit later."""

    person: UUID
    slot: int
    session: UUID | None
    place: int | None
    lost: int
    why: Why
    denied: tuple[Denied, ...] = ()


class Seating(NamedTuple):
    """What everybody got, by slot and person; and whether it was proved that nothing is better."""

    given: tuple[Given, ...]
    proved: bool


def seat(workshop: Workshop) -> Seating:
    """Returns the seats of a workshop in which `validate_workshop` finds nothing wrong."""
    if wrong := validate_workshop(workshop):
        raise ValueError(wrong[0])
    credit = {person.id: person.credit for person in workshop.people}
    given: list[Given] = []
    proved = True
    for slot in sorted({session.slot for session in workshop.sessions}):
        people = tuple(replace(person, credit=credit[person.id]) for person in workshop.people)
        found = _Slot(replace(workshop, people=people), slot).seat()
        given += sorted(found.given, key=lambda one: one.person)
        proved = proved and found.proved
        for one in found.given:
            credit[one.person] += one.lost
    return Seating(tuple(given), proved)


class _Slot:
    """A slot of a workshop, with the sessions as they are beside held seats."""

    def __init__(self, workshop: Workshop, slot: int) -> None:
        self._workshop, self._slot = workshop, slot
        self._offered = tuple(session for session in workshop.sessions if session.slot == slot)
        taken = Counter(seat.session for seat in workshop.held)
        left = (replace(session, capacity=session.capacity - taken[session.id]) for session in self._offered)
        self._sessions = tuple(sorted(left, key=lambda session: session.id))
        self._proved = True

    def seat(self) -> Seating:
        offered = {session.id for session in self._offered}
        held = {seat.person: seat.session for seat in self._workshop.held if seat.session in offered}
        people = {person.id: person for person in self._workshop.people}
        given = [self._given(people[key], session, Why.HELD, self._offered) for key, session in held.items()]
        rest = in_order(
            self._workshop.seed, (one for key, one in people.items() if key not in held), lambda person: (person.id,)
        )
        reachable = {session.id for session in self._sessions if session.capacity}
        aside = [person for person in rest if reachable <= person.closed]
        given += [self._given(person, None, Why.NOTHING_OPEN) for person in aside]
        # Whose whole list is full or cancelled by now has ranked all the same, and is content anywhere.
        wishing = [person for person in rest if person not in aside and offered.intersection(person.ranked)]
        chosen = self._by_wishes(wishing)
        left = [person for person in rest if person not in aside and person not in wishing]
        return Seating((*given, *chosen, *self._by_what_is_left(left, [*given, *chosen], chosen)), self._proved)

    def _given(
        self, person: Person, session: UUID | None, why: Why, sessions: Sequence[Session] = (), lost: int | None = None
    ) -> Given:
        place = None if session is None else place_of(person, session, sessions or self._sessions)
        if lost is None:
            lost = place - 1 if place else 0
        return Given(person.id, self._slot, session, place, lost, why)

    def _by_wishes(self, people: Sequence[Person]) -> list[Given]:
        """Returns what those get who rank."""
        digits = Digits(people, self._sessions, self._workshop.seed)
        assignment = assign([digits.of(person) for person in people], self._seats(people))
        table = assignment.shortest()
        self._proved = self._proved and is_cheapest(assignment, table)
        denied = [self._denied(person, place, assignment, table, digits) for place, person in enumerate(people)]
        moved = self._with_companions(people, assignment)
        given = []
        for index, person in enumerate(people):
            session = self._session(assignment.at[index])
            listed_here = listed(person, self._sessions)
            why = Why.CHOSEN if session in listed_here else Why.UNLISTED
            why = Why.FULL if session is None else Why.COMPANION if index in moved else why
            lost = len(self._sessions) if session is None else None
            given.append(self._given(person, session, why, lost=lost)._replace(denied=denied[index]))
        return given

    def _seats(self, people: Sequence[Person]) -> list[int]:
        """Returns the seats of each session, and at last those of having none, which are without end."""
        return [*(session.capacity for session in self._sessions), len(people)]

    def _session(self, index: int) -> UUID | None:
        return self._sessions[index].id if index < len(self._sessions) else None

    def _denied(
        self,
        person: Person,
        index: int,
        assignment: Assignment,
        table: Sequence[Sequence[int | None]],
        digits: Digits,
    ) -> tuple[Denied, ...]:
        """Returns the sessions that the person wished more, each with the first thing that would be worse if they had
        it: they go there, and the cheapest chain of moves frees the seat.
        """
        here, costs = assignment.at[index], assignment.costs[index]
        numbers = {session.id: number for number, session in enumerate(self._sessions)}
        found = []
        for session in listed(person, self._sessions):
            there = numbers[session]
            if there == here:
                break
            ends = [end for end in range(len(assignment.seats)) if end == here or assignment.free(end)]
            chain = min(cost for end in ends if (cost := table[there][end]) is not None)
            own = (costs[there] or 0) - (costs[here] or 0)
            found.append(Denied(session, digits.verdict(own + chain)))
        return tuple(found)

    def _with_companions(self, people: Sequence[Person], assignment: Assignment) -> frozenset[int]:
        """Puts companions together, in the order of the people, which is the lottery's."""
        numbers = {person.id: number for number, person in enumerate(people)}
        pairs = [
            (number, numbers[person.companion])
            for number, person in enumerate(people)
            if person.companion in numbers
            and people[numbers[person.companion]].companion == person.id
            and number < numbers[person.companion]
        ]
        places = [
            [
                None if cost is None or session is None else place_of(person, session, self._sessions)
                for session, cost in zip(map(self._session, range(len(costs))), costs, strict=True)
            ]
            for person, costs in zip(people, assignment.costs, strict=True)
        ]
        return together(assignment, places, pairs, self._workshop.companion_places)

    def _by_what_is_left(
        self, people: Sequence[Person], given: Sequence[Given], chosen: Sequence[Given]
    ) -> list[Given]:
        """Returns what those get who rank nothing."""
        taken = Counter(one.session for one in chosen)
        self._sessions = tuple(
            replace(session, capacity=session.capacity - taken[session.id]) for session in self._sessions
        )
        sits = {one.person: one.session for one in given}
        names = {person.id: person.companion for person in self._workshop.people}
        company = {
            person.id: sits.get(person.companion)
            for person in people
            if person.companion is not None and names.get(person.companion) == person.id
        }
        costs = [wishless(person, self._sessions, company.get(person.id), self._workshop.seed) for person in people]
        assignment = assign(costs, self._seats(people))
        self._proved = self._proved and is_cheapest(assignment, assignment.shortest())
        self._with_companions(people, assignment)
        return [
            self._given(person, session, Why.RANKED_NOTHING)
            if (session := self._session(assignment.at[number])) is not None
            else self._given(person, None, Why.FULL, lost=len(self._sessions))
            for number, person in enumerate(people)
        ]
