"""The only place where a transaction of coaching leaves its district.

What a host and a partner do together is told to both, to each in its own name; and who may meet hangs on what each of
the two knows of its own people. So the transaction speaks for the other district for as long as that takes. It
publishes there, or works out what is shown of people whom the two have named to each other; nothing that the caller
could ask for by itself.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.events.event import Event
from shared.events.outbox import publish


@asynccontextmanager
async def speaking_for(session: Transaction, district_id: UUID, *, then: UUID) -> AsyncIterator[None]:
    """Within the block the transaction speaks for `district_id`, and after it for `then`, its own district, again.

    After an error it does not: nothing of the transaction is kept then.
    """
    await set_tenant(session, district_id)
    yield
    await set_tenant(session, then)


async def publish_to_both(session: Transaction, one: UUID, other: UUID, *events: Event, then: UUID) -> None:
    """Publishes the events once in the name of each of two districts."""
    for district in sorted({one, other}):
        async with speaking_for(session, district, then=then):
            await publish(session, district, *events)
