"""Reminds districts of what they owe families: as the day comes near, and once it has passed."""

from datetime import datetime

from competency.amendments.queries.requests import (
    amendment_of,
    amendments_to_remind,
    deadline_of,
    rules_of,
    save_amendment,
)
from competency.amendments.rules.deadline import reminded_deadline
from shared.contracts.competency import AmendmentDue
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.events import publish

CHUNK = 100


async def remind(session: Transaction, now: datetime) -> bool:
    """Sends the reminders, of some requests of any districts, that are due on each district's day of that moment;
    returns whether there may be more. Each is sent once: the last one is stored on the request.
    """
    records = await amendments_to_remind(session, now, CHUNK)
    for record in records:
        await set_tenant(session, record.district_id)
        amendment = amendment_of(record)
        deadline, due = reminded_deadline(amendment, rules_of(record), deadline_of(record), record.today)
        if due is not None:
            reminder = AmendmentDue(
                learner_id=amendment.learner_id,
                amendment_id=amendment.request_id,
                owed=due.owed,
                due_on=due.due_on,
                days_left=due.days_left,
                overdue=due.overdue,
            )
            await publish(session, record.district_id, reminder)
        await save_amendment(session, amendment, deadline)
    return len(records) == CHUNK
