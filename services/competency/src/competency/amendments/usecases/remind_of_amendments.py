"""What a district owes families is said again as the day comes near, and once it has passed."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from competency.amendments import queries
from competency.amendments.rules.amendment import clock
from competency.amendments.rules.clock import remind_on, reminder
from competency.amendments.usecases.keep_amendment import amendment_of, columns_of, rules_of
from shared.contracts.competency import AmendmentDue
from shared.db.database import become
from shared.events import publish

CHUNK = 100


async def remind(session: AsyncSession) -> bool:
    """Some requests of any districts; whether there may be more."""
    return await remind_by(session, datetime.now(UTC))


async def remind_by(session: AsyncSession, now: datetime) -> bool:
    """What there is to say on each district's day of that moment. Said twice it is not: what was said is kept with the
    request.
    """
    rows = await queries.to_remind(session, now, CHUNK)
    for row in rows:
        await become(session, row.district_id)
        amendment = amendment_of(row)
        columns = columns_of(amendment, rules_of(row), row, row.today)
        running = clock(amendment, rules_of(row), row.today)
        mark = reminder(running.days_left, columns["reminded_at"]) if running else None
        if running is not None and mark is not None:
            columns |= {"reminded_at": mark, "remind_on": remind_on(running.due_on, mark)}
            due = AmendmentDue(
                learner_id=amendment.learner_id,
                amendment_id=amendment.request_id,
                owed=running.owed,
                due_on=running.due_on,
                days_left=running.days_left,
                overdue=running.overdue,
            )
            await publish(session, row.district_id, due)
        await queries.save(session, columns)
    return len(rows) == CHUNK
