"""A workshop is opened, its ranking closed, begun, held, or cancelled."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from coaching.common.rules.lottery import commitment_of
from coaching.common.usecases import publish_to_each
from coaching.workshops.queries.workshops import WorkshopRecord, find_seed, lock_due_workshops, set_workshop
from coaching.workshops.rules.programme import validate_opening
from coaching.workshops.rules.states import State, validate_move
from coaching.workshops.schemas.workshops import StateChange
from coaching.workshops.usecases.telling import scheduled_event
from coaching.workshops.usecases.workshops import SeenWorkshop, require_hosted, see_workshop
from shared.auth.callers import Caller
from shared.contracts.coaching import WorkshopCancelled
from shared.db.query import Transaction
from shared.errors import Conflict, invalid
from shared.roster.calendars import find_zone
from shared.values.calendar import day_of

AT_ONCE = 20


async def move_workshop(
    session: Transaction, caller: Caller, workshop_id: UUID, sent: StateChange, expected: str, now: datetime
) -> SeenWorkshop:
    """Brings a workshop into another state, with all that this means."""
    before = await require_hosted(session, caller, workshop_id, expected)
    if problem := validate_move(before.state, sent.state):
        raise Conflict(problem)
    if (sent.reason is None) == (sent.state == "cancelled"):
        needed = "Say why, for all who take part." if sent.reason is None else "Only a cancellation has a reason."
        raise invalid("/reason", needed)
    act = _ACTS.get(sent.state)
    after = before._replace(state=sent.state, cancelled_because=sent.reason)
    if act is not None:
        after = await act(session, after, now)
    await set_workshop(session, after)
    return await see_workshop(session, caller, workshop_id)


async def _open(session: Transaction, workshop: WorkshopRecord, now: datetime) -> WorkshopRecord:
    """Commits to the lottery's seed before anybody ranks, and tells that the workshop takes place."""
    if problem := validate_opening(workshop.offers, workshop.times, now):
        raise Conflict(problem)
    if workshop.ranking_until is not None and workshop.ranking_until <= now:
        raise Conflict("Ranking would have closed already: name a later moment, or none.")
    zone = await find_zone(session, workshop.host_id)
    seed = await find_seed(session, workshop.workshop_id)
    await publish_to_each(session, workshop.district_ids, scheduled_event(workshop, zone), then=workshop.host_id)
    return workshop._replace(commitment=commitment_of(seed), opened_on=day_of(now, zone))


async def _begin(_: Transaction, workshop: WorkshopRecord, now: datetime) -> WorkshopRecord:
    """From now on presence is noted, and no seat is offered any more."""
    first = workshop.times[0].starts_at
    if day_of(now, workshop.time_zone) < day_of(first, workshop.time_zone):
        raise Conflict(f"It begins on {day_of(first, workshop.time_zone)}: begin it on that day.")
    return workshop


async def _end(_: Transaction, workshop: WorkshopRecord, now: datetime) -> WorkshopRecord:
    if now < workshop.times[-1].starts_at:
        raise Conflict("Its last slot has not begun: end it then, or cancel it.")
    return workshop


async def _cancel(session: Transaction, workshop: WorkshopRecord, now: datetime) -> WorkshopRecord:
    """Tells those who were told that it takes place."""
    day = day_of(now, await find_zone(session, workshop.host_id))
    if workshop.opened_on is not None:
        event = WorkshopCancelled(workshop_id=workshop.workshop_id, host_id=workshop.host_id, cancelled_on=day)
        await publish_to_each(session, workshop.district_ids, event, then=workshop.host_id)
    return workshop._replace(cancelled_on=day)


_ACTS: dict[State, Callable[[Transaction, WorkshopRecord, datetime], Awaitable[WorkshopRecord]]] = {
    "open": _open,
    "under_way": _begin,
    "held": _end,
    "cancelled": _cancel,
}


async def close_due_rankings(session: Transaction, now: datetime) -> bool:
    """Closes rankings whose time is over. Returns whether there is more."""
    due = await lock_due_workshops(session, now, AT_ONCE)
    for workshop in due:
        await set_workshop(session, workshop._replace(state="ranking_closed"))
    return len(due) == AT_ONCE
