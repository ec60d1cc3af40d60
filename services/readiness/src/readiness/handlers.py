"""The events that readiness reads, of one district at a time, in order per key, each once."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from readiness.common.usecases import record_calendar
from shared.contracts.competency import CalendarChanged
from shared.events.apply import Subscription
from shared.events.event import Received


async def on_calendar_changed(session: AsyncSession, events: Sequence[Received[CalendarChanged]]) -> None:
    await record_calendar(session, events)


calendar = Subscription("readiness.calendar", {CalendarChanged: on_calendar_changed})

subscriptions = [calendar]
