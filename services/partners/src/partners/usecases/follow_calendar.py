"""In which zone a district's days begin, kept for the days of its agreements and of what it discloses."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from partners.queries import calendar
from shared.contracts.competency import CalendarChanged
from shared.events.event import Received


async def keep_calendar(session: AsyncSession, events: Sequence[Received[CalendarChanged]]) -> None:
    newest = events[-1].data
    await calendar.keep(session, events[0].district_id, newest.time_zone, newest.version, newest.changed_at)
