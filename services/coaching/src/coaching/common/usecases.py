"""What several subjects do alike: speak for two districts, and know how small a group is too small.

Only here a transaction of coaching leaves its district. What a host and a partner do together is told to both, to each
in its own name; and who may meet hangs on what each of the two knows of its own people. So the transaction speaks for
the other district for as long as that takes. It publishes there, works out what is shown of people whom the two have
named to each other, asks whether a coach still may before a match stands, or has a plan made anew that has lost what it
stood on; nothing that the caller could ask for by itself.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from coaching.common.queries import find_minimum_group, set_minimum_group
from coaching.common.rules.groups import minimum_of
from shared.contracts.partners import DistrictRegistered
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.events.event import Event, Received
from shared.events.outbox import publish


@asynccontextmanager
async def speaking_for(session: Transaction, district_id: UUID, *, then: UUID | None) -> AsyncIterator[None]:
    """Within the block the transaction speaks for `district_id`, and after it for `then` again: its own district, or
    none where a job acts.

    After an error it does not: nothing of the transaction is kept then.
    """
    await set_tenant(session, district_id)
    yield
    await set_tenant(session, then)


async def publish_to_both(session: Transaction, one: UUID, other: UUID, *events: Event, then: UUID) -> None:
    """Publishes the events once in the name of each of two districts."""
    await publish_to_each(session, {one, other}, *events, then=then)


async def publish_to_each(session: Transaction, districts: Iterable[UUID], *events: Event, then: UUID | None) -> None:
    """Publishes the events once in the name of each of these districts."""
    for district in sorted(set(districts)):
        async with speaking_for(session, district, then=then):
            await publish(session, district, *events)


async def record_minimum_groups(session: Transaction, events: Sequence[Received[DistrictRegistered]]) -> None:
    """Stores how many people a figure has to be of, as a district's registration says it last."""
    newest = events[-1].data
    await set_minimum_group(session, newest.registered_id, newest.minimum_group)


async def read_minimum_group(session: Transaction, district_id: UUID) -> int:
    """Returns of how many people a figure has to be, to be shown."""
    return minimum_of(await find_minimum_group(session, district_id))
