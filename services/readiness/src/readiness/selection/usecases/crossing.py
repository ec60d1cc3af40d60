"""The only place where a request's transaction leaves its district.

An application lies between two districts, and some of what one does has to change what is the other's: a place that is
declined is offered to the next on the host's reserve list, in the same moment, or it would be offered twice or to
nobody. So the transaction speaks for the other district for as long as that takes. It does there what follows from the
caller's own act, and nothing that the caller could name: it counts what a call has received, applies an answer to the
selection, and publishes. A job of the host's side would do the same later, and until then both would read what is not
so.

Locks are taken in one order: the host's call, then applications.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from uuid import UUID

from readiness.selection.queries.applications import ApplicationRecord
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


async def publish_to_both(session: Transaction, told: Iterable[tuple[ApplicationRecord, Event]], *, then: UUID) -> None:
    """Publishes each event once in the name of each of the application's two districts."""
    by_district: dict[UUID, list[Event]] = {}
    for application, event in told:
        for district in {application.host_id, application.applicant_id}:
            by_district.setdefault(district, []).append(event)
    for district in sorted(by_district):
        async with speaking_for(session, district, then=then):
            await publish(session, district, *by_district[district])
