"""A workshop as seats are given: sessions side by side, and people with what they rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Session:
    """A session in one of the workshop's slots; those of a slot are held at the same time."""

    id: UUID
    slot: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Person:
    """`ranked` are sessions of any slot, the most wished first; `closed` those that the person cannot attend. `credit`
    is how many places they lost before. `companion` counts where the other names this person too.
    """

    id: UUID
    ranked: tuple[UUID, ...] = ()
    closed: frozenset[UUID] = frozenset()
    credit: int = 0
    companion: UUID | None = None


class Seat(NamedTuple):
    """That a person has a seat in a session."""

    person: UUID
    session: UUID


@dataclass(frozen=True, slots=True)
class Workshop:
    """`held` seats were given before, or by a person, and stay. `companion_places` is how many places somebody may
    lose to sit with a companion.
    """

    sessions: tuple[Session, ...]
    people: tuple[Person, ...]
    seed: bytes
    held: frozenset[Seat] = frozenset()
    companion_places: int = 1


def validate_workshop(workshop: Workshop) -> list[str]:
    """Returns what is wrong with the workshop itself; each says what to do."""
    sessions = {session.id: session for session in workshop.sessions}
    people = {person.id for person in workshop.people}
    found = []
    if len(sessions) < len(workshop.sessions) or len(people) < len(workshop.people):
        found.append("a session or a person is named twice; name each once")
    found += [
        f"session {one.id} has fewer seats than 0; give it 0 or more" for one in sessions.values() if one.capacity < 0
    ]
    for person in workshop.people:
        if len(set(person.ranked)) < len(person.ranked):
            found.append(f"person {person.id} ranks a session twice; rank each once")
        if not sessions.keys() >= {*person.ranked, *person.closed}:
            found.append(f"person {person.id} names a session that is not of this workshop; take it out")
        if person.credit < 0:
            found.append(f"person {person.id} has a credit below 0; credits begin at 0")
    if unknown := [seat for seat in sorted(workshop.held) if seat.person not in people or seat.session not in sessions]:
        found.append(f"the seat of {unknown[0].person} in {unknown[0].session} names somebody unknown; take it out")
        return found
    at_once = [(seat.person, sessions[seat.session].slot) for seat in workshop.held]
    if len(set(at_once)) < len(at_once):
        found.append("a person holds two seats at the same time; let one go")
    for session in workshop.sessions:
        if sum(seat.session == session.id for seat in workshop.held) > session.capacity:
            found.append(f"session {session.id} has more seats held than there are; let some go, or find a larger room")
    return found
