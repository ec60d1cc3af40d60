"""What every subject is told by other services."""

from collections.abc import Sequence

from readiness.common.queries import set_calendar
from shared.contracts.competency import CalendarChanged
from shared.db.query import Transaction
from shared.events.event import Received


async def record_calendar(session: Transaction, events: Sequence[Received[CalendarChanged]]) -> None:
    """Stores in which zone a district's days begin."""
    newest = events[-1].data
    await set_calendar(session, events[0].district_id, newest.time_zone, newest.version, newest.changed_at)
