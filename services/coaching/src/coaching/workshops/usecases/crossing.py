"""The only place where workshops leave their district.

What one person does may change what people of another district have: a seat that is given back is offered to the next
of the waiting list at once. So the transaction speaks for the host, who sees all of its workshop, for as long as that
takes. It does there what follows from the caller's own act and names nobody to them.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from coaching.workshops.queries.workshops import WorkshopRecord
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.events.event import Event
from shared.events.outbox import publish


@asynccontextmanager
async def speaking_for(session: Transaction, district_id: UUID, *, then: UUID | None) -> AsyncIterator[None]:
    """Within the block the transaction speaks for `district_id`, and after it for `then` again.

    After an error it does not: nothing of the transaction is kept then.
    """
    await set_tenant(session, district_id)
    yield
    await set_tenant(session, then)


async def publish_to_all(session: Transaction, workshop: WorkshopRecord, event: Event, *, then: UUID | None) -> None:
    """Publishes the event once in the name of each district that takes part."""
    for district_id in workshop.district_ids:
        async with speaking_for(session, district_id, then=then):
            await publish(session, district_id, event)
