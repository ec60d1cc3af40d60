"""Swaps: people exchange seats in a ring, once all of them have agreed."""

from datetime import datetime
from uuid import UUID

from coaching.common.usecases import speaking_for
from coaching.workshops.queries.participants import find_by_badges, find_participants
from coaching.workshops.queries.seats import SeatRecord, find_seats
from coaching.workshops.queries.swaps import SwapRecord, add_swap, find_swap, set_swap
from coaching.workshops.queries.workshops import WorkshopRecord
from coaching.workshops.rules.exchanges import Move, validate_exchange
from coaching.workshops.rules.given import Why
from coaching.workshops.rules.states import ASSIGNED, validate_act
from coaching.workshops.schemas.seats import NewSwap, SwapAnswer
from coaching.workshops.usecases.freed import change_seats, stop_waiting_below
from coaching.workshops.usecases.participants import lock_me
from coaching.workshops.usecases.problem import as_problem, seats_of
from coaching.workshops.usecases.seats import moved_seat
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound, invalid
from shared.values.ids import new_id


async def propose_swap(
    session: Transaction, caller: Caller, workshop_id: UUID, new: NewSwap, now: datetime
) -> SwapRecord:
    """Proposes that people exchange their seats of a slot; whoever proposes it has agreed."""
    workshop, me = await lock_me(session, caller, workshop_id)
    _ensure_assigned(workshop)
    badges = [me.badge, *new.with_badges]
    for place, badge in enumerate(badges[1:]):
        if badge in badges[: place + 1]:
            raise invalid(f"/with_badges/{place}", "This badge is named twice, or your own: name each person once.")
    async with speaking_for(session, workshop.host_id, then=caller.district_id):
        known = await find_by_badges(session, workshop_id, badges)
        seats = {(one.participant_id, one.slot): one for one in await find_seats(session, workshop_id)}
        ring, sessions = [], []
        for place, badge in enumerate(badges):
            person = known.get(badge)
            seat = None if person is None else seats.get((person.participant_id, new.slot))
            if person is None or seat is None or seat.session_id is None:
                at = "/slot" if place == 0 else f"/with_badges/{place - 1}"
                raise invalid(at, "Nobody with this badge has a seat in this slot: name somebody who has one.")
            ring.append(person)
            sessions.append(seat.session_id)
        swap = SwapRecord(
            swap_id=new_id(),
            workshop_id=workshop_id,
            host_id=workshop.host_id,
            district_ids=sorted({one.district_id for one in ring}),
            slot=new.slot,
            ring=[one.participant_id for one in ring],
            sessions=sessions,
            agreed=[me.participant_id],
            state="proposed",
            proposed_at=now,
            badges=badges,
        )
        await _ensure_possible(session, workshop, swap)
        await add_swap(session, swap)
    return swap


async def answer_swap(
    session: Transaction, caller: Caller, workshop_id: UUID, swap_id: UUID, sent: SwapAnswer, now: datetime
) -> SwapRecord:
    """Agrees to a swap, declines it, or takes it back. The last who agrees brings it about."""
    workshop, me = await lock_me(session, caller, workshop_id)
    swap = await find_swap(session, workshop_id, swap_id)
    if swap is None or me.participant_id not in swap.ring:
        raise NotFound("You take part in no such swap.")
    if swap.state != "proposed":
        raise Conflict(f"This swap is {swap.state}: propose another.")
    _ensure_assigned(workshop)
    mine = swap.ring[0] == me.participant_id
    if mine != (sent.answer == "withdraw"):
        raise Conflict(
            "You proposed this swap: you can withdraw it." if mine else "Who proposed a swap withdraws it: decline it."
        )
    async with speaking_for(session, workshop.host_id, then=caller.district_id):
        if sent.answer == "agree":
            swap = swap._replace(agreed=sorted({*swap.agreed, me.participant_id}))
            if len(swap.agreed) == len(swap.ring):
                swap = swap._replace(state="done")
        else:
            swap = swap._replace(state="declined" if sent.answer == "decline" else "withdrawn")
        if swap.state == "done":
            await _ensure_possible(session, workshop, swap)
        await set_swap(session, swap, now)
        if swap.state == "done":
            await _exchange(session, workshop, swap, now)
    return swap


def moves_of(swap: SwapRecord) -> list[Move]:
    """Returns the moves: each leaves their seat for that of the next."""
    taken = [*swap.sessions[1:], swap.sessions[0]]
    return [Move(who, leaves, takes) for who, leaves, takes in zip(swap.ring, swap.sessions, taken, strict=True)]


async def _ensure_possible(session: Transaction, workshop: WorkshopRecord, swap: SwapRecord) -> None:
    """Raises a Conflict where the seats cannot be exchanged so."""
    seats = await find_seats(session, workshop.workshop_id)
    if any(one.pinned and one.participant_id in swap.ring and one.slot == swap.slot for one in seats):
        raise Conflict("A seat of this swap is pinned by the host: ask them.")
    if len(set(swap.sessions)) < len(swap.sessions):
        raise Conflict("Two of you sit in the same session: leave one of them out.")
    people = await find_participants(session, workshop.workshop_id)
    problem = as_problem(workshop, people, b"", {})
    why_not = validate_exchange(problem, seats_of(seats), moves_of(swap))
    if why_not is not None:
        badges = {str(one.participant_id): f"badge {one.badge}" for one in people}
        titles = {str(offer.session_id): f"“{offer.title}”" for offer in workshop.offers}
        for known, shown in (badges | titles).items():
            why_not = why_not.replace(known, shown)
        raise Conflict(f"This exchange cannot be: {why_not}.")


async def _exchange(session: Transaction, workshop: WorkshopRecord, swap: SwapRecord, now: datetime) -> None:
    people = {one.participant_id: one for one in await find_participants(session, workshop.workshop_id)}
    rows: list[SeatRecord] = []
    freed: list[UUID] = []
    for move in moves_of(swap):
        person = people[move.person]
        rows.append(moved_seat(workshop, person, swap.slot, move.takes, Why.EXCHANGED))
        freed += await stop_waiting_below(session, workshop, move.person, swap.slot, person.ranked, move.takes, now)
    await change_seats(session, workshop, rows, freed, now)


def _ensure_assigned(workshop: WorkshopRecord) -> None:
    if problem := validate_act(workshop.state, ASSIGNED, "Seats are exchanged"):
        raise Conflict(problem)
