"""A stored workshop as the rules of seating read it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from coaching.workshops.queries.participants import ParticipantRecord
from coaching.workshops.queries.seats import SeatRecord
from coaching.workshops.queries.workshops import WorkshopRecord
from coaching.workshops.rules.exchanges import after_cut
from coaching.workshops.rules.given import Denied
from coaching.workshops.rules.ranking import closed_to
from coaching.workshops.rules.workshop import Person, Seat, Session, Workshop


def as_problem(
    workshop: WorkshopRecord,
    people: Sequence[ParticipantRecord],
    seed: bytes,
    credit: Mapping[UUID, int],
    given_back: Collection[tuple[UUID, int]] = (),
) -> Workshop:
    """Returns what is to be seated: those who have not withdrawn, with what they rank. In a slot of which somebody has
    given the seat back they get none.
    """
    slots = range(1, len(workshop.slots) + 1)
    ids = {one.badge: one.participant_id for one in people}
    return Workshop(
        sessions=tuple(Session(offer.session_id, offer.slot, offer.capacity) for offer in workshop.offers),
        people=tuple(
            Person(
                id=one.participant_id,
                ranked=tuple(one.ranked),
                closed=closed_to(
                    workshop.offers,
                    [slot for slot in slots if slot in one.cannot_attend or (one.participant_id, slot) in given_back],
                ),
                credit=credit.get(one.participant_id, one.credit),
                companion=None if one.companion_badge is None else ids.get(one.companion_badge),
            )
            for one in people
            if one.withdrawn_at is None
        ),
        seed=seed,
        companion_places=workshop.companion_places,
    )


def keeping(problem: Workshop, seats: Sequence[SeatRecord], *, all_of_them: bool) -> Workshop:
    """Returns the workshop with what stays: pinned seats; with `all_of_them` every seat of a session in which all still
    fit, too.
    """
    people = {person.id for person in problem.people}
    there = [one for one in seats if one.session_id is not None and one.participant_id in people]
    pins = seats_of(one for one in there if one.pinned)
    if not all_of_them:
        return replace(problem, held=pins)
    cut = after_cut(problem, seats_of(there))
    return replace(cut, held=cut.held | pins)


def seats_of(records: Iterable[SeatRecord]) -> frozenset[Seat]:
    """Returns the seats of those who have one."""
    return frozenset(Seat(one.participant_id, one.session_id) for one in records if one.session_id is not None)


def as_stored(denied: Sequence[Denied]) -> list[dict[str, Any]]:
    """Returns what was wished more as it is kept and shown."""
    return [
        {
            "session_id": str(one.session),
            "because": one.because.digit,
            "place": one.because.place,
            "more": one.because.more,
        }
        for one in denied
    ]
