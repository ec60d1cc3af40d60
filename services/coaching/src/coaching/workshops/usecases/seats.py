"""Seats after they were given: pinned by the host, given back, taken where they are offered, exchanged."""

from datetime import datetime
from uuid import UUID

from coaching.common.usecases import speaking_for
from coaching.workshops.queries.participants import ParticipantRecord
from coaching.workshops.queries.seats import (
    SeatRecord,
    count_taken,
    find_seats,
    find_seats_of,
    put_seats,
    remove_pin,
    set_presence,
)
from coaching.workshops.queries.waiting import WaitingRecord, find_waiting_of, put_waiting
from coaching.workshops.queries.workshops import WorkshopRecord, note_seats_changed
from coaching.workshops.rules.given import Why
from coaching.workshops.rules.results import place_now
from coaching.workshops.rules.states import ASSIGNED, NOTING, PINNING, validate_act
from coaching.workshops.rules.workshop import Person, Session
from coaching.workshops.schemas.people import PresenceNoted
from coaching.workshops.usecases.freed import change_seats, offer_freed, stop_waiting_below
from coaching.workshops.usecases.participants import lock_me, require_participant
from coaching.workshops.usecases.workshops import require_hosted, require_session
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, NotFound, invalid


def moved_seat(
    workshop: WorkshopRecord, person: ParticipantRecord, slot: int, session_id: UUID | None, why: Why
) -> SeatRecord:
    """Returns what somebody has in a slot from now on, with the place that it is on their list."""
    sessions = [Session(one.session_id, one.slot, one.capacity) for one in workshop.offers if one.slot == slot]
    place, lost = place_now(Person(person.participant_id, tuple(person.ranked)), session_id, sessions)
    return SeatRecord(
        participant_id=person.participant_id,
        slot=slot,
        workshop_id=workshop.workshop_id,
        host_id=workshop.host_id,
        district_id=person.district_id,
        session_id=session_id,
        place=place,
        lost=0 if why is Why.GIVEN_BACK else lost,
        why=why,
        denied=[],
        pinned=why is Why.HELD,
        came_from=None,
        moved_in=None,
        presence=None,
    )


async def pin(
    session: Transaction, caller: Caller, workshop_id: UUID, participant_id: UUID, session_id: UUID, now: datetime
) -> SeatRecord:
    """Gives somebody a seat that stays when seats are assigned. Once they are, there must be room for it."""
    workshop = await require_hosted(session, caller, workshop_id)
    person = await require_participant(session, workshop_id, participant_id)
    offer = require_session(workshop, session_id)
    if problem := validate_act(workshop.state, PINNING, "Seats are pinned"):
        raise Conflict(problem)
    if person.withdrawn_at is not None:
        raise Conflict("This participant has withdrawn: pin somebody else's seat.")
    if offer.slot in person.cannot_attend:
        raise Conflict("They cannot attend this slot: ask them, or pin a seat of another slot.")
    before = {one.slot: one for one in await find_seats_of(session, participant_id)}.get(offer.slot)
    if before is None or before.session_id != session_id:
        taken = (await count_taken(session, workshop_id, [session_id]))[session_id]
        if taken.taken + taken.offered >= offer.capacity:
            raise Conflict("No seat is left there: give the session more room, or unpin or move somebody first.")
    after = moved_seat(workshop, person, offer.slot, session_id, Why.HELD)
    freed = [] if before is None or before.session_id in (None, session_id) else [before.session_id]
    freed += await stop_waiting_below(session, workshop, participant_id, offer.slot, [session_id], session_id, now)
    await change_seats(session, workshop, [after], [one for one in freed if one is not None], now)
    return after


async def unpin(
    session: Transaction, caller: Caller, workshop_id: UUID, participant_id: UUID, session_id: UUID, now: datetime
) -> None:
    """Lets a pinned seat go: before seats are assigned it is none, and afterwards it is one like any other."""
    workshop = await require_hosted(session, caller, workshop_id)
    await require_participant(session, workshop_id, participant_id)
    require_session(workshop, session_id)
    if problem := validate_act(workshop.state, PINNING, "Seats are unpinned"):
        raise Conflict(problem)
    found = [one for one in await find_seats_of(session, participant_id) if one.pinned and one.session_id == session_id]
    if not found:
        raise Conflict("Their seat is not pinned there: there is nothing to unpin.")
    if workshop.state == "assigned":
        await put_seats(session, workshop_id, workshop.host_id, [found[0]._replace(pinned=False)], now)
    else:
        await remove_pin(session, participant_id, found[0].slot)
    await note_seats_changed(session, workshop_id)


async def give_back(session: Transaction, caller: Caller, workshop_id: UUID, slot: int, now: datetime) -> None:
    """Gives the caller's seat of a slot to whoever is next."""
    workshop, me = await lock_me(session, caller, workshop_id)
    _ensure_assigned(workshop)
    async with speaking_for(session, workshop.host_id, then=caller.district_id):
        mine = {one.slot: one for one in await find_seats_of(session, me.participant_id)}.get(slot)
        if mine is None or mine.session_id is None:
            raise NotFound("You have no seat in this slot.")
        gone = moved_seat(workshop, me, slot, None, Why.GIVEN_BACK)
        await change_seats(session, workshop, [gone], [mine.session_id], now)


async def wait_for(session: Transaction, caller: Caller, workshop_id: UUID, session_id: UUID, now: datetime) -> None:
    """Puts the caller on the waiting list of a session. A seat that is free is offered at once."""
    workshop, me = await lock_me(session, caller, workshop_id)
    _ensure_assigned(workshop)
    offer = require_session(workshop, session_id)
    if offer.slot in me.cannot_attend:
        raise Conflict("You said that you cannot attend this slot: wait for a session of another one.")
    async with speaking_for(session, workshop.host_id, then=caller.district_id):
        mine = {one.slot: one for one in await find_seats_of(session, me.participant_id)}.get(offer.slot)
        if mine is not None and mine.session_id == session_id:
            raise Conflict("You have a seat there already: there is nothing to wait for.")
        if mine is not None and mine.pinned:
            raise Conflict("Your seat of this slot is pinned by the host: ask them.")
        lists = {one.session_id: one for one in await find_waiting_of(session, me.participant_id)}
        if session_id in lists and lists[session_id].standing in ("waiting", "offered"):
            return
        record = WaitingRecord(
            me.participant_id, session_id, workshop_id, me.district_id, me.badge, offer.slot, "waiting", None,
            None if mine is None else mine.place, me.credit,
        )  # fmt: skip
        await put_waiting(session, workshop.host_id, [record], "waiting", until=None, now=now)
        await offer_freed(session, workshop, [session_id], now)


async def stop_waiting(
    session: Transaction, caller: Caller, workshop_id: UUID, session_id: UUID, now: datetime
) -> None:
    """Takes the caller off a waiting list; a seat that was offered goes to the next."""
    workshop, me = await lock_me(session, caller, workshop_id)
    _ensure_assigned(workshop)
    async with speaking_for(session, workshop.host_id, then=caller.district_id):
        lists = {one.session_id: one for one in await find_waiting_of(session, me.participant_id)}
        record = lists.get(session_id)
        if record is None or record.standing not in ("waiting", "offered"):
            raise NotFound("You are not on this waiting list.")
        await put_waiting(session, workshop.host_id, [record], "left", until=None, now=now)
        await offer_freed(session, workshop, [session_id], now)


async def answer_offer(
    session: Transaction, caller: Caller, workshop_id: UUID, session_id: UUID, *, accept: bool, now: datetime
) -> None:
    """Takes the seat that the caller is offered, or lets the next have it."""
    workshop, me = await lock_me(session, caller, workshop_id)
    _ensure_assigned(workshop)
    async with speaking_for(session, workshop.host_id, then=caller.district_id):
        lists = {one.session_id: one for one in await find_waiting_of(session, me.participant_id)}
        record = lists.get(session_id)
        if record is None or record.standing != "offered" or record.until is None or record.until <= now:
            raise Conflict("No offer of a seat there stands: wait for the next, or join the waiting list again.")
        if not accept:
            await put_waiting(session, workshop.host_id, [record], "declined", until=None, now=now)
            await offer_freed(session, workshop, [session_id], now)
            return
        await put_waiting(session, workshop.host_id, [record], "accepted", until=None, now=now)
        mine = {one.slot: one for one in await find_seats_of(session, me.participant_id)}.get(record.slot)
        taken = moved_seat(workshop, me, record.slot, session_id, Why.OFFERED)
        freed = await stop_waiting_below(session, workshop, me.participant_id, record.slot, me.ranked, session_id, now)
        if mine is not None and mine.session_id is not None:
            freed.append(mine.session_id)
        await change_seats(session, workshop, [taken], freed, now)


async def note_presence(
    session: Transaction, caller: Caller, workshop_id: UUID, session_id: UUID, sent: PresenceNoted, now: datetime
) -> list[SeatRecord]:
    """Notes who was there, and returns the seats of the session."""
    workshop = await require_hosted(session, caller, workshop_id)
    require_session(workshop, session_id)
    if problem := validate_act(workshop.state, NOTING, "Presence is noted"):
        raise Conflict(problem)
    there = {one.participant_id for one in await find_seats(session, workshop_id) if one.session_id == session_id}
    errors = [
        {"pointer": f"/{name}/{place}", "detail": "They have no seat in this session: take them out."}
        for name, people in (("present", sent.present), ("absent", sent.absent))
        for place, who in enumerate(people)
        if who not in there
    ]
    if errors:
        raise Invalid("Nothing was noted; see errors.", errors=errors)
    if both := set(sent.present) & set(sent.absent):
        raise invalid(f"/absent/{sent.absent.index(min(both))}", "They are named as present too: name them once.")
    await set_presence(session, workshop_id, session_id, sent.present, "present", now)
    await set_presence(session, workshop_id, session_id, sent.absent, "absent", now)
    return [one for one in await find_seats(session, workshop_id) if one.session_id == session_id]


def _ensure_assigned(workshop: WorkshopRecord) -> None:
    if problem := validate_act(workshop.state, ASSIGNED, "Seats change hands"):
        raise Conflict(problem)
