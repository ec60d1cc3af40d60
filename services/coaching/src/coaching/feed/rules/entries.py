"""What a calendar says of a meeting, and of a slot of a workshop: pure."""

from __future__ import annotations

from typing import Literal, NamedTuple

MEETING = "Coaching meeting"
WHERE: dict[Literal["online", "in_person"], str] = {"online": "Online.", "in_person": "In person."}
SEE_MEETING = "What it is about, and where, is on your list of meetings, which is newer than any calendar."
WORKSHOP = "Workshop"
SEE_WORKSHOP = "Which session you have, and where, is on the page of your workshops, which is newer than any calendar."
LAST = 1_000_000
"""The SEQUENCE of what is over for good: nobody gives a seat back and takes another so often before."""


class Slot(NamedTuple):
    """A slot of a workshop for somebody who was invited: `sits` whether they have a seat in it, None where nothing was
    given them yet, and `sequence` how often that has changed.
    """

    cancelled: bool
    withdrawn: bool
    assigned: bool
    sits: bool | None
    sequence: int


class Status(NamedTuple):
    """How an event stands. Neither is what is sure."""

    cancelled: bool
    doubtful: bool
    sequence: int


def status_of(slot: Slot) -> Status:
    """Returns how a slot stands in a calendar: in doubt until seats are assigned, cancelled for who has none, and
    there again for who takes one. The SEQUENCE goes up with each cancellation and each return, and at nothing else.
    """
    if slot.cancelled or slot.withdrawn:
        return Status(cancelled=True, doubtful=False, sequence=LAST)
    if not slot.assigned or slot.sits is None:
        return Status(cancelled=False, doubtful=True, sequence=0)
    return Status(cancelled=not slot.sits, doubtful=False, sequence=slot.sequence)
