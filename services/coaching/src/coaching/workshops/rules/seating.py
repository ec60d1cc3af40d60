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
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from coaching.common.rules.lottery import in_order
from coaching.workshops.rules.assignment import Assignment, Table, assign, is_cheapest
from coaching.workshops.rules.companions import together
from coaching.workshops.rules.costs import Digits, listed, place_of, wishless
from coaching.workshops.rules.given import Denied, Given, Why
from coaching.workshops.rules.workshop import Person, Session, Workshop, validate_workshop


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
    """A slot of a workshop: what is offered, and what of it is left beside held seats."""

    def __init__(self, workshop: Workshop, slot: int) -> None:
        self._workshop, self._slot = workshop, slot
        self._offered = tuple(
            sorted((one for one in workshop.sessions if one.slot == slot), key=lambda session: session.id)
        )
        self._left = _without(self._offered, (seat.session for seat in workshop.held))

    def seat(self) -> Seating:
        offered = {session.id for session in self._offered}
        held = {seat.person: seat.session for seat in self._workshop.held if seat.session in offered}
        people = in_order(self._workshop.seed, self._workshop.people, lambda person: (person.id,))
        reachable = {session.id for session in self._left if session.capacity}
        given: list[Given] = []
        wishing: list[Person] = []
        content: list[Person] = []
        for person in people:
            if person.id in held:
                given.append(self._given(person, held[person.id], Why.HELD, self._offered))
            elif reachable <= person.closed:
                given.append(self._given(person, None, Why.NOTHING_OPEN, self._left))
            else:
                # Whose whole list is full or cancelled by now has ranked all the same.
                (wishing if offered.intersection(person.ranked) else content).append(person)
        chosen, proved = self._by_wishes(wishing)
        rest, rest_proved = self._by_what_is_left(content, [*given, *chosen], _without(self._left, _sessions(chosen)))
        return Seating((*given, *chosen, *rest), proved and rest_proved)

    def _given(self, person: Person, session: UUID | None, why: Why, sessions: Sequence[Session]) -> Given:
        ranks = any(one.id in person.ranked for one in self._offered)
        place = place_of(person, session, sessions) if ranks and session is not None else None
        lost = len(self._offered) if why is Why.FULL else (place or 1) - 1
        return Given(person.id, self._slot, session, place, lost, why)

    def _by_wishes(self, people: Sequence[Person]) -> tuple[list[Given], bool]:
        """Returns what those get who rank, and whether that is proved to be the best."""
        digits = Digits(people, self._left, self._workshop.seed)
        assignment = assign([digits.of(person) for person in people], _seats(self._left, people))
        table = assignment.shortest()
        proved = is_cheapest(assignment, table)
        denied = [self._denied(person, index, assignment, table, digits) for index, person in enumerate(people)]
        moved = self._with_companions(people, assignment)
        given = []
        for index, person in enumerate(people):
            session = _session(self._left, assignment.at[index])
            why = Why.LISTED if session in listed(person, self._left) else Why.UNLISTED
            why = Why.FULL if session is None else Why.COMPANION if index in moved else why
            given.append(self._given(person, session, why, self._left)._replace(denied=denied[index]))
        return given, proved

    def _denied(
        self, person: Person, index: int, assignment: Assignment, table: Table, digits: Digits
    ) -> tuple[Denied, ...]:
        """Returns the sessions that the person wished more, each with the first thing that would be worse if they had
        it: they go there, and the cheapest chain of moves frees the seat.
        """
        here, costs = assignment.at[index], assignment.costs[index]
        numbers = {session.id: number for number, session in enumerate(self._left)}
        ends = [end for end in range(len(assignment.seats)) if end == here or assignment.free(end)]
        found = []
        for session in listed(person, self._left):
            there = numbers[session]
            if there == here:
                break
            chain = min(cost for end in ends if (cost := table[there][end]) is not None)
            own = (costs[there] or 0) - (costs[here] or 0)
            found.append(Denied(session, digits.verdict(own + chain)))
        return tuple(found)

    def _with_companions(self, people: Sequence[Person], assignment: Assignment) -> frozenset[int]:
        """Puts companions together, in the order of the people, which is the lottery's, and returns who moved."""
        numbers = {person.id: number for number, person in enumerate(people)}
        pairs = [
            (number, numbers[person.companion])
            for number, person in enumerate(people)
            if person.companion in numbers
            and people[numbers[person.companion]].companion == person.id
            and number < numbers[person.companion]
        ]
        places: list[list[int | None]] = []
        for person, costs in zip(people, assignment.costs, strict=True):
            own = [
                None if cost is None else place_of(person, session.id, self._left)
                for session, cost in zip(self._left, costs, strict=False)
            ]
            places.append([*own, None])
        return together(assignment, places, pairs, self._workshop.companion_places)

    def _by_what_is_left(
        self, people: Sequence[Person], given: Sequence[Given], left: Sequence[Session]
    ) -> tuple[list[Given], bool]:
        """Returns what those get who rank nothing, and whether as many as can be have a seat."""
        sits = {one.person: one.session for one in given}
        names = {person.id: person.companion for person in self._workshop.people}
        company = {
            person.id: sits.get(person.companion)
            for person in people
            if person.companion is not None and names.get(person.companion) == person.id
        }
        costs = [wishless(person, left, company.get(person.id), self._workshop.seed) for person in people]
        assignment = assign(costs, _seats(left, people))
        proved = is_cheapest(assignment, assignment.shortest())
        self._with_companions(people, assignment)
        found = []
        for index, person in enumerate(people):
            session = _session(left, assignment.at[index])
            found.append(self._given(person, session, Why.FULL if session is None else Why.RANKED_NOTHING, left))
        return found, proved


def _without(sessions: Sequence[Session], taken: Iterable[UUID]) -> tuple[Session, ...]:
    """Returns the sessions with the seats that are left."""
    counted = Counter(taken)
    return tuple(replace(session, capacity=session.capacity - counted[session.id]) for session in sessions)


def _sessions(given: Iterable[Given]) -> list[UUID]:
    return [one.session for one in given if one.session is not None]


def _seats(sessions: Sequence[Session], people: Sequence[Person]) -> list[int]:
    """Returns the seats of each session, and at last those of having none, which everybody can have."""
    return [*(session.capacity for session in sessions), len(people)]


def _session(sessions: Sequence[Session], index: int) -> UUID | None:
    return sessions[index].id if index < len(sessions) else None
