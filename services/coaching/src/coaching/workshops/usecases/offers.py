"""Offers of freed seats that nobody took in time."""

from datetime import datetime

from coaching.workshops.queries.waiting import find_due_offers, find_waiting, put_waiting
from coaching.workshops.queries.workshops import lock_workshop
from coaching.workshops.usecases.freed import offer_freed
from shared.db.query import Transaction

AT_ONCE = 20


async def expire_offers(session: Transaction, now: datetime) -> bool:
    """Ends offers that stand no more, and offers the seats to the next. Returns whether there is more."""
    due = await find_due_offers(session, now, AT_ONCE)
    for workshop_id in sorted({one.workshop_id for one in due}):
        workshop = await lock_workshop(session, workshop_id)
        if workshop is None:
            continue
        sessions = [one.session_id for one in due if one.workshop_id == workshop_id]
        standing = await find_waiting(session, workshop_id, sessions, ["offered"])
        over = [one for one in standing if one.until is not None and one.until <= now]
        await put_waiting(session, workshop.host_id, over, "expired", until=None, now=now)
        await offer_freed(session, workshop, sessions, now)
    return len(due) == AT_ONCE
