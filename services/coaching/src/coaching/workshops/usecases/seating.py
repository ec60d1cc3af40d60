"""Seats are asked for, worked out in a process of its own, and assigned."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from uuid import UUID

from coaching.common.usecases import publish_to_each
from coaching.workshops.queries.participants import ParticipantRecord, find_carried, find_participants, set_credit
from coaching.workshops.queries.seatings import (
    SeatingRecord,
    ask_for_seating,
    end_asked_seatings,
    find_seating,
    lock_next_seating,
    set_assigned,
)
from coaching.workshops.queries.seats import SeatRecord, find_seats, put_seats
from coaching.workshops.queries.waiting import WaitingRecord, end_waiting, find_waiting, put_waiting
from coaching.workshops.queries.workshops import (
    WorkshopRecord,
    find_seed,
    find_workshop,
    lock_workshop,
    note_seats_changed,
    set_workshop,
)
from coaching.workshops.rules.given import Given, Why
from coaching.workshops.rules.results import Moved, figures, moved
from coaching.workshops.rules.seating import Seating, seat
from coaching.workshops.rules.states import SEATING, Keep, validate_act
from coaching.workshops.rules.waiting import STANDINGS
from coaching.workshops.rules.workshop import Workshop
from coaching.workshops.usecases.freed import offer_freed, overtake_swaps
from coaching.workshops.usecases.problem import as_problem, as_stored, keeping
from coaching.workshops.usecases.telling import assigned_event
from coaching.workshops.usecases.workshops import SEATING_WAKE, require_hosted, require_workshop
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.db.wake import wake_after_commit
from shared.errors import Conflict, NotFound
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of


async def request_seating(
    session: Transaction, caller: Caller, workshop_id: UUID, keep: Keep, now: datetime
) -> SeatingRecord:
    """Asks for a seating; a job works it out at once."""
    workshop = await require_hosted(session, caller, workshop_id)
    if problem := validate_act(workshop.state, SEATING, "Seats are assigned"):
        raise Conflict(problem)
    number = await ask_for_seating(
        session, workshop_id, workshop.host_id, workshop.partner_ids, keep, now, caller.subject
    )
    if number is None:
        raise Conflict("Seats are being assigned already: wait until that is done, then ask again.")
    wake_after_commit(session, SEATING_WAKE)
    return await require_seating(session, workshop_id, number)


async def require_seating(session: Transaction, workshop_id: UUID, number: int) -> SeatingRecord:
    """Raises NotFound where the workshop has no such seating."""
    await require_workshop(session, workshop_id)
    found = await find_seating(session, workshop_id, number)
    if found is None:
        raise NotFound("The workshop has no seating of this number.")
    return found


async def seat_next(session: Transaction, now: datetime) -> bool:
    """Works out the seating that was asked for first, of all districts. Returns whether there is more.

    The workshop is not locked meanwhile, so nobody waits; where it has changed, the seating is worked out anew.
    """
    asked = await lock_next_seating(session)
    if asked is None:
        return False
    before = await find_workshop(session, asked.workshop_id)
    if before is None or before.state not in SEATING:
        await end_asked_seatings(session, asked.workshop_id)
        return True
    people = await find_participants(session, asked.workshop_id)
    seats = await find_seats(session, asked.workshop_id)
    credit = await find_carried(session, asked.workshop_id)
    gone = {(one.participant_id, one.slot) for one in seats if one.why == Why.GIVEN_BACK}
    problem = as_problem(before, people, await find_seed(session, asked.workshop_id), credit, gone)
    found = await seat_elsewhere(keeping(problem, seats, all_of_them=asked.keep == "all"))
    workshop = await lock_workshop(session, asked.workshop_id)
    if workshop is None or (workshop.version, workshop.revision, workshop.badges) != (
        before.version,
        before.revision,
        before.badges,
    ):
        return True
    await set_credit(session, credit)
    await _assign(session, workshop, asked, found, people, seats, now)
    return True


async def seat_elsewhere(problem: Workshop) -> Seating:
    """Returns the seats, worked out in a process of its own: nothing else waits for it here."""
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
    try:
        return await asyncio.get_running_loop().run_in_executor(pool, seat, problem)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


async def _assign(
    session: Transaction,
    workshop: WorkshopRecord,
    asked: SeatingRecord,
    found: Seating,
    people: Sequence[ParticipantRecord],
    before: Sequence[SeatRecord],
    now: datetime,
) -> None:
    """Stores what everybody has, starts the waiting lists, and tells the figures."""
    had = {(one.participant_id, one.slot): one for one in before}
    again = workshop.state == "assigned"
    elsewhere = moved({key: one.session_id for key, one in had.items()} if again else {}, found.given)
    rows = _rows(workshop, asked, found.given, people, had, elsewhere)
    await put_seats(session, workshop.workshop_id, workshop.host_id, rows, now)
    seed = await find_seed(session, workshop.workshop_id)
    after = workshop._replace(state="assigned", seed=seed)
    await set_workshop(session, after)
    await note_seats_changed(session, workshop.workshop_id)
    await _start_waiting(session, after, asked, rows, people, now)
    await overtake_swaps(session, after, now)
    await offer_freed(session, after, [offer.session_id for offer in after.offers], now)
    day = day_of(now, await find_zone(session, workshop.host_id))
    await set_assigned(
        session, asked, figures(found.given), proved=found.proved, moved=len(elsewhere), now=now, day=day
    )
    assigned = await find_seating(session, workshop.workshop_id, asked.number)
    if assigned is not None:
        await publish_to_each(session, after.district_ids, assigned_event(after, assigned), then=None)


def _rows(
    workshop: WorkshopRecord,
    asked: SeatingRecord,
    given: Sequence[Given],
    people: Sequence[ParticipantRecord],
    had: Mapping[tuple[UUID, int], SeatRecord],
    elsewhere: Sequence[Moved],
) -> list[SeatRecord]:
    """Returns what everybody has from now on. A seat that stays keeps its reasons, and a pin stays one."""
    district_of = {one.participant_id: one.district_id for one in people}
    came_from = {(one.person, one.slot): one.before for one in elsewhere}
    rows = []
    for one in given:
        key = (one.person, one.slot)
        before = had.get(key)
        if before is not None and (
            before.why == Why.GIVEN_BACK or (one.why is Why.HELD and workshop.state == "assigned")
        ):
            rows.append(before)
            continue
        rows.append(
            SeatRecord(
                participant_id=one.person,
                slot=one.slot,
                workshop_id=workshop.workshop_id,
                host_id=workshop.host_id,
                district_id=district_of[one.person],
                session_id=one.session,
                place=one.place,
                lost=one.lost,
                why=one.why,
                denied=as_stored(one.denied),
                pinned=one.why is Why.HELD and before is not None and before.pinned,
                came_from=came_from.get(key),
                moved_in=asked.number if key in came_from else None,
                presence=None,
            )
        )
    return rows


async def _start_waiting(
    session: Transaction,
    workshop: WorkshopRecord,
    asked: SeatingRecord,
    rows: Sequence[SeatRecord],
    people: Sequence[ParticipantRecord],
    now: datetime,
) -> None:
    """Puts everybody on the waiting lists of what they wished more. Where few move, whoever waits goes on waiting, and
    whoever has left a list stays off it.
    """
    workshop_id, host_id = workshop.workshop_id, workshop.host_id
    wanted = waiting_after(workshop, rows, people)
    if asked.keep == "all":
        sessions = [offer.session_id for offer in workshop.offers]
        lists = await find_waiting(session, workshop_id, sessions, STANDINGS)
        known = {(one.participant_id, one.session_id) for one in lists}
        wanted = [one for one in wanted if (one.participant_id, one.session_id) not in known]
        sits = {(row.participant_id, row.session_id) for row in rows}
        wanted += [
            one
            for one in lists
            if one.standing in ("waiting", "offered") and (one.participant_id, one.session_id) not in sits
        ]
    await end_waiting(session, workshop_id, now)
    await put_waiting(session, host_id, wanted, "waiting", until=None, now=now)


def waiting_after(
    workshop: WorkshopRecord, rows: Sequence[SeatRecord], people: Sequence[ParticipantRecord]
) -> list[WaitingRecord]:
    """Returns a place on the waiting list for everybody and each session of theirs that they wished more."""
    slot_of = {offer.session_id: offer.slot for offer in workshop.offers if offer.capacity}
    by_id = {one.participant_id: one for one in people}
    found = []
    for row in rows:
        person = by_id[row.participant_id]
        if row.pinned or row.slot in person.cannot_attend or row.why == Why.GIVEN_BACK:
            continue
        for session_id in person.ranked:
            if session_id == row.session_id:
                break
            if slot_of.get(session_id) == row.slot:
                found.append(
                    WaitingRecord(
                        participant_id=row.participant_id,
                        session_id=session_id,
                        workshop_id=workshop.workshop_id,
                        district_id=row.district_id,
                        badge=person.badge,
                        slot=row.slot,
                        standing="waiting",
                        until=None,
                        place=row.place,
                        credit=person.credit,
                    )
                )
    return found
