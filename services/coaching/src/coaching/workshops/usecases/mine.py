"""What somebody who takes part sees of a workshop: what they wished, what they have, why, and what they can do."""

from typing import NamedTuple
from uuid import UUID

from coaching.common.usecases import speaking_for
from coaching.workshops.queries.participants import ParticipantRecord, find_by_badges, page_of_own_workshops
from coaching.workshops.queries.seats import SeatRecord, find_seats_of
from coaching.workshops.queries.waiting import WaitingRecord, find_waiting, find_waiting_of
from coaching.workshops.queries.workshops import WorkshopRecord, find_seed
from coaching.workshops.rules.given import Why
from coaching.workshops.rules.results import NextStep, next_step
from coaching.workshops.usecases.freed import waiting_in_line
from coaching.workshops.usecases.participants import Taking, require_me
from coaching.workshops.usecases.workshops import SeenWorkshop, with_taken
from shared.auth.callers import Caller
from shared.db.query import Transaction


class Having(NamedTuple):
    """What somebody has in a slot, and what they can do about it."""

    seat: SeatRecord
    next_step: NextStep


class Queued(NamedTuple):
    """A waiting list on which somebody is or was; `position` from 1 on while they wait."""

    record: WaitingRecord
    position: int | None


class MyView(NamedTuple):
    """A workshop as somebody sees it who takes part. Before seats are assigned they have none, also pinned ones."""

    seen: SeenWorkshop
    me: ParticipantRecord
    having: list[Having]
    waiting: list[Queued]
    companion: ParticipantRecord | None


async def see_mine(session: Transaction, caller: Caller, workshop_id: UUID) -> MyView:
    """Raises NotFound for whoever was not invited."""
    workshop, me = await require_me(session, caller, workshop_id)
    seen = await with_taken(session, caller, workshop)
    companion = await _companion(session, caller, workshop, me.companion_badge)
    if workshop.seed is None:
        return MyView(seen, me, [], [], companion)
    seats = await find_seats_of(session, me.participant_id)
    queued = await _queued(session, caller, workshop, await find_waiting_of(session, me.participant_id))
    return MyView(seen, me, [Having(one, _next(one, queued)) for one in seats], queued, companion)


async def _companion(
    session: Transaction, caller: Caller, workshop: WorkshopRecord, badge: int | None
) -> ParticipantRecord | None:
    """Returns whose badge somebody has named, which the host alone knows."""
    if badge is None:
        return None
    async with speaking_for(session, workshop.host_id, then=caller.district_id):
        return (await find_by_badges(session, workshop.workshop_id, [badge])).get(badge)


async def list_mine(session: Transaction, caller: Caller, after: UUID | None, limit: int) -> list[Taking]:
    """Returns the workshops to which the caller was invited; a system to none."""
    if caller.person_id is None:
        return []
    found = await page_of_own_workshops(session, caller.district_id, caller.person_id, after, limit)
    return [await require_me(session, caller, workshop_id) for workshop_id in found]


def _next(seat: SeatRecord, queued: list[Queued]) -> NextStep:
    here = [one.record for one in queued if one.record.slot == seat.slot]
    return next_step(
        seat.session_id,
        Why(seat.why),
        offered=any(one.standing == "offered" for one in here),
        waits=any(one.standing == "waiting" for one in here),
        wished_more=[UUID(one["session_id"]) for one in seat.denied],
    )


async def _queued(
    session: Transaction, caller: Caller, workshop: WorkshopRecord, mine: list[WaitingRecord]
) -> list[Queued]:
    """Returns the caller's waiting lists with their position, for which the host's rows are asked."""
    sessions = [one.session_id for one in mine if one.standing == "waiting"]
    async with speaking_for(session, workshop.host_id, then=caller.district_id):
        others = await find_waiting(session, workshop.workshop_id, sessions, ["waiting"]) if sessions else []
        seed = await find_seed(session, workshop.workshop_id)
    found = []
    for record in mine:
        line = waiting_in_line([one for one in others if one.session_id == record.session_id], seed)
        ids = [one.participant_id for one in line]
        position = ids.index(record.participant_id) + 1 if record.participant_id in ids else None
        found.append(Queued(record, position if record.standing == "waiting" else None))
    return found
