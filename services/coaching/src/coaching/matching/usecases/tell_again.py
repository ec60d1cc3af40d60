"""Matches, told again to each of their two districts."""

from uuid import UUID

from coaching.matching.queries.matches import lock_matches_of
from coaching.matching.usecases.telling import all_told
from shared.db.query import Transaction
from shared.events.outbox import publish


async def tell_matches_again(session: Transaction, district_id: UUID) -> int:
    """Publishes all matches of a district as snapshots, in its name; returns how many."""
    found = await lock_matches_of(session, district_id)
    await publish(session, district_id, *(event for one in found for event in all_told(one)), snapshot=True)
    return len(found)
