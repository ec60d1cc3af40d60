"""What follows where somebody leaves a seat: the next of the waiting list is offered it, and swaps are overtaken.

The transaction speaks for the host, and the workshop is locked.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from coaching.workshops.queries.seats import SeatRecord, count_taken, find_seats, put_seats
from coaching.workshops.queries.swaps import find_proposed_swaps, set_swap
from coaching.workshops.queries.waiting import WaitingRecord, find_waiting, find_waiting_of, put_waiting
from coaching.workshops.queries.workshops import WorkshopRecord, find_seed, note_seats_changed
from coaching.workshops.rules.waiting import Waiting, in_line, offer_until
from shared.db.query import Transaction


async def offer_freed(
    session: Transaction, workshop: WorkshopRecord, sessions: Collection[UUID], now: datetime
) -> None:
    """Offers the free seats of these sessions to whoever waits for them, in their order, until the workshop begins."""
    if workshop.state != "assigned" or workshop.starts_at is None or workshop.starts_at <= now:
        return
    capacity = {offer.session_id: offer.capacity for offer in workshop.offers}
    wanted = [one for one in capacity if one in sessions]
    taken = await count_taken(session, workshop.workshop_id, wanted)
    waiting = await find_waiting(session, workshop.workshop_id, wanted, ["waiting"])
    seed = await find_seed(session, workshop.workshop_id)
    until = offer_until(now, workshop.starts_at)
    for session_id in wanted:
        free = capacity[session_id] - taken[session_id].taken - taken[session_id].offered
        for record in waiting_in_line([one for one in waiting if one.session_id == session_id], seed)[: max(0, free)]:
            await put_waiting(session, workshop.host_id, [record], "offered", until=until, now=now)


def waiting_in_line(records: Sequence[WaitingRecord], seed: bytes) -> list[WaitingRecord]:
    """Returns who is next, by the rule."""
    by_id = {one.participant_id: one for one in records}
    line = in_line((Waiting(one.participant_id, one.session_id, one.place, one.credit) for one in records), seed)
    return [by_id[one.participant_id] for one in line]


async def change_seats(
    session: Transaction, workshop: WorkshopRecord, seats: Sequence[SeatRecord], freed: Collection[UUID], now: datetime
) -> None:
    """Stores who sits elsewhere now, and does what follows."""
    await put_seats(session, workshop.workshop_id, workshop.host_id, seats, now)
    await follow(session, workshop, freed, now)


async def follow(session: Transaction, workshop: WorkshopRecord, freed: Collection[UUID], now: datetime) -> None:
    """Does what follows of seats that are other than before."""
    await note_seats_changed(session, workshop.workshop_id)
    await overtake_swaps(session, workshop, now)
    await offer_freed(session, workshop, freed, now)


async def overtake_swaps(session: Transaction, workshop: WorkshopRecord, now: datetime) -> None:
    """Ends swaps of which somebody sits no more where they sat when it was proposed."""
    proposed = await find_proposed_swaps(session, workshop.workshop_id)
    if not proposed:
        return
    now_in = {(one.participant_id, one.slot): one.session_id for one in await find_seats(session, workshop.workshop_id)}
    for swap in proposed:
        if any(now_in.get((who, swap.slot)) != at for who, at in zip(swap.ring, swap.sessions, strict=True)):
            await set_swap(session, swap._replace(state="overtaken"), now)


async def stop_waiting_below(
    session: Transaction, workshop: WorkshopRecord, participant_id: UUID, slot: int, ranked: Sequence[UUID],
    now_in: UUID, now: datetime,
) -> list[UUID]:  # fmt: skip
    """Ends somebody's waiting for what they wish no more than where they sit now. Returns sessions of which an offer
    became free by it.
    """
    order = {session_id: place for place, session_id in enumerate(ranked)}
    here = order.get(now_in, len(order))
    freed = []
    for one in await find_waiting_of(session, participant_id):
        if one.slot != slot or one.standing not in ("waiting", "offered") or order.get(one.session_id, here) < here:
            continue
        if one.standing == "offered":
            freed.append(one.session_id)
        await put_waiting(session, workshop.host_id, [one], "left", until=None, now=now)
    return freed
