"""What changes of seats that were published: people exchange them, or a room turns out smaller."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from coaching.workshops.rules.workshop import Seat, Workshop

Seats = frozenset[Seat]


class Move(NamedTuple):
    """That a person leaves one session for another."""

    person: UUID
    leaves: UUID
    takes: UUID


def validate_exchange(workshop: Workshop, seats: Seats, moves: Sequence[Move]) -> str | None:
    """Returns why the seats cannot be exchanged so, by however many people; None where they can."""
    slots = {session.id: session.slot for session in workshop.sessions}
    people = {person.id: person for person in workshop.people}
    if len({(move.person, slots.get(move.leaves)) for move in moves}) < len(moves):
        return "somebody moves twice at the same time; name each move once"
    for move in moves:
        if Seat(move.person, move.leaves) not in seats:
            return f"{move.person} has no seat in {move.leaves} any more; agree on the exchange anew"
        if move.takes not in slots or slots[move.takes] != slots[move.leaves]:
            return f"{move.takes} is not at the time of {move.leaves}; choose a session of that time"
        if move.takes in people[move.person].closed:
            return f"{move.person} cannot attend {move.takes}; choose another session"
    taken = Counter(seat.session for seat in exchanged(seats, moves))
    for session in sorted(workshop.sessions, key=lambda session: session.id):
        if taken[session.id] > session.capacity:
            return f"session {session.id} would have more people than seats; find somebody who leaves it"
    return None


def exchanged(seats: Seats, moves: Sequence[Move]) -> Seats:
    """Returns the seats after an exchange that `validate_exchange` finds nothing wrong with."""
    left = {Seat(move.person, move.leaves) for move in moves}
    return seats - left | {Seat(move.person, move.takes) for move in moves}


def after_cut(workshop: Workshop, seats: Seats) -> Workshop:
    """Returns the workshop, whose rooms are smaller than when these seats were published, to be seated again.

    Whoever sits where all still fit keeps the seat. Those of a session that is too small now get seats anew, by what
    they rank: so those leave it who lose the least by it. They go before those who never had a seat.
    """
    taken = Counter(seat.session for seat in seats)
    small = {session.id for session in workshop.sessions if taken[session.id] > session.capacity}
    again = {seat.person for seat in seats if seat.session in small}
    before_all = 1 + max((person.credit for person in workshop.people), default=0)
    people = tuple(
        replace(person, credit=person.credit + before_all) if person.id in again else person
        for person in workshop.people
    )
    return replace(workshop, people=people, held=frozenset(seat for seat in seats if seat.session not in small))
