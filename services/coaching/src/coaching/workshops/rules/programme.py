"""What a workshop offers: slots one after the other, and in each of them sessions side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from coaching.common.rules.problems import Problem, validate_zone

Mode = Literal["in_person", "online"]
LONGEST = timedelta(days=31)
"""From the first slot's beginning to the last one's end: a date that was mistyped is found by it."""


class Slot(NamedTuple):
    """When sessions are held side by side."""

    starts_at: datetime
    ends_at: datetime


class Offer(NamedTuple):
    """A session as it is offered; `slot` is the number of its slot, from 1. What is online has no room."""

    session_id: UUID
    slot: int
    title: str
    description: str | None
    strand: str | None
    room: str | None
    capacity: int
    mode: Mode


def validate_programme(time_zone: str, slots: Sequence[Slot], offers: Sequence[Offer]) -> Iterator[Problem]:
    """Yields what is wrong with what a workshop is to offer."""
    yield from validate_zone(time_zone)
    for number, slot in enumerate(slots):
        if slot.starts_at >= slot.ends_at:
            yield Problem(f"/slots/{number}/ends_at", "The slot ends before it begins: name a later moment.")
        elif number and slot.starts_at < slots[number - 1].ends_at:
            yield Problem(f"/slots/{number}/starts_at", "It begins within the slot before: name slots in their order.")
    if slots and slots[-1].ends_at - slots[0].starts_at > LONGEST:
        last = len(slots) - 1
        yield Problem(f"/slots/{last}/ends_at", "A workshop lasts 31 days at most: plan two, or mend the date.")
    for place, offer in enumerate(offers):
        if offer.slot > len(slots):
            yield Problem(f"/sessions/{place}/slot", f"There are {len(slots)} slots: name one of them, from 1.")
    if len({offer.session_id for offer in offers}) < len(offers):
        yield Problem("/sessions", "A session is named twice: name each once.")
    yield from validate_rooms(offers)


def validate_rooms(offers: Sequence[Offer]) -> Iterator[Problem]:
    """Yields sessions without a room, and rooms in which two are held at once."""
    booked: dict[tuple[int, str], str] = {}
    for place, offer in enumerate(offers):
        at = f"/sessions/{place}/room"
        if offer.mode == "online":
            if offer.room is not None:
                yield Problem(at, "What is held online has no room: leave it out.")
        elif offer.room is None:
            yield Problem(at, "What is held in person needs a room: name it.")
        else:
            key = (offer.slot, offer.room.casefold())
            if key in booked:
                yield Problem(at, f"{offer.room} has “{booked[key]}” at that time already: name another room or slot.")
            booked.setdefault(key, offer.title)


def validate_opening(offers: Sequence[Offer], slots: Sequence[Slot], now: datetime) -> str | None:
    """Returns why people cannot rank yet what is offered; None where they can."""
    if not slots:
        return "It has no slots: say when its sessions are held."
    if slots[0].starts_at <= now:
        return "It begins in the past: name later slots."
    empty = sorted({*range(1, len(slots) + 1)} - {offer.slot for offer in offers})
    if empty:
        return f"Nothing is offered in slot {empty[0]}: add a session to it, or take the slot out."
    return None
