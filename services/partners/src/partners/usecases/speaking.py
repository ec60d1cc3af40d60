"""Events that a change causes in another district's name."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.database import become
from shared.events.event import Event
from shared.events.outbox import publish


async def publish_as(session: AsyncSession, district_id: UUID, *events: Event, then: UUID) -> None:
    """Publish in the name of `district_id`; afterwards the transaction speaks for `then`, its own district, again.

    The only place where a request's transaction leaves its district, and all it does there is to tell that district.
    """
    await become(session, district_id)
    await publish(session, district_id, *events)
    await become(session, then)
