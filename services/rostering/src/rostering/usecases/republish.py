"""Everything again, as snapshots: what a reader needs that starts afresh, or that a lost broker left without."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from rostering import queries
from rostering.queries import Kept
from rostering.usecases.kinds import KINDS, Kind
from shared.events import publish
from shared.events.republish import Republish

BATCH = 500


async def _district(session: AsyncSession, district_id: UUID) -> int:
    """Publish all things of a district as they are; returns how many events that took.

    Its roster is held meanwhile: a change that slipped in between reading a thing and publishing it would be undone in
    every reader.
    """
    await queries.lock_roster(session, district_id)
    return sum([await _republish_kind(session, district_id, kind) for kind in KINDS.values()])


async def _republish_kind(session: AsyncSession, district_id: UUID, kind: Kind[Any]) -> int:
    count, after = 0, None
    while batch := await kind.shelf.page(session, district_id, {}, after=after, limit=BATCH):
        count += await _publish_batch(session, district_id, kind, batch)
        after = batch[-1].id
    return count


async def _publish_batch(session: AsyncSession, district_id: UUID, kind: Kind[Any], batch: Sequence[Kept[Any]]) -> int:
    events = [event for kept in batch for event in kind.events(kept.id, kept.thing, None)]
    await publish(session, district_id, *events, snapshot=True)
    return len(events)


republish = Republish(queries.districts, _district)
