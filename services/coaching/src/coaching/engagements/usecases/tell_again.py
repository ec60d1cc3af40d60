"""Engagements, told again to each of their two districts."""

from datetime import UTC, datetime
from uuid import UUID

from coaching.engagements.queries.engagements import lock_engagements_of
from coaching.engagements.usecases.telling import all_told
from shared.db.query import Transaction
from shared.events.outbox import publish

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""What is told again hangs on no day."""


async def tell_engagements_again(session: Transaction, district_id: UUID) -> int:
    """Publishes all engagements of a district as snapshots, in its name; returns how many. Of the phases only the last
    is told.
    """
    found = await lock_engagements_of(session, district_id, _ANY_TIME)
    await publish(session, district_id, *(event for one in found for event in all_told(one)), snapshot=True)
    return len(found)
