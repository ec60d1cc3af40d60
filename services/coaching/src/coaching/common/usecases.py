"""The only place where a transaction of coaching leaves its district.

What a host and a partner do together is told to both, to each in its own name. So the transaction speaks for the other
district for as long as publishing takes. Some of what one does has to hold against what is the other's own as well: a
partner that confirms a match has the coach's standing asked of the host, and a match that ends asks the host's plan to
be made anew, in the same moment. It does there what follows from the caller's own act, and nothing that the caller
could name.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.events.event import Event
from shared.events.outbox import publish


async def publish_to_both(session: Transaction, one: UUID, other: UUID, *events: Event, then: UUID) -> None:
    """Publishes the events once in the name of each of two districts; afterwards the transaction speaks for `then`, its
    own district, again. After an error it does not: nothing of the transaction is kept then.
    """
    for district in sorted({one, other}):
        await set_tenant(session, district)
        await publish(session, district, *events)
    await set_tenant(session, then)


@asynccontextmanager
async def speaking_for(session: Transaction, district_id: UUID, *, then: UUID) -> AsyncIterator[None]:
    """Within the block the transaction speaks for `district_id`, and after it for `then`, its own district, again.

    After an error it does not: nothing of the transaction is kept then.
    """
    await set_tenant(session, district_id)
    yield
    await set_tenant(session, then)
