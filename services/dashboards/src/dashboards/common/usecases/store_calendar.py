"""The district's calendar into its read model."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.common.queries import calendar
from shared.contracts.competency import CalendarChanged
from shared.events import Received


async def store_calendar(session: AsyncSession, events: Sequence[Received[CalendarChanged]]) -> None:
    newest = events[-1].data
    at = (events[0].epoch, events[0].district_id)
    await calendar.store(session, *at, newest.time_zone, newest.version, newest.changed_at)
