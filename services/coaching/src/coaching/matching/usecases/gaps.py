"""What readiness tells of gaps and instruments is kept, and what a gap's end means for needs and matches."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from coaching.matching.queries import gaps
from coaching.matching.queries.matches import lock_standing_matches
from coaching.matching.queries.needs import NeedRecord, close_needs_of_gap, set_severity
from coaching.matching.usecases.ending import end_matches, plan_again
from shared.contracts.readiness import GapClosed, GapFound, InstrumentPublished
from shared.db.query import Transaction
from shared.events.event import Received


async def record_found(session: Transaction, events: Sequence[Received[GapFound]]) -> None:
    """Keeps gaps of a district as their newest results show them."""
    for event in events:
        told = event.data
        await gaps.set_found(session, event.district_id, told)
        found = await gaps.find_open_gap(session, told.gap_id)
        if found is not None:
            await set_severity(session, event.district_id, told.gap_id, found.severity)


async def record_closed(session: Transaction, events: Sequence[Received[GapClosed]]) -> None:
    """Keeps that gaps are closed; needs of theirs close by themselves, and their matches end."""
    for event in events:
        told, partner_id = event.data, event.district_id
        await gaps.set_closed(session, partner_id, told.gap_id, told.closed_on, told.result)
        closed = await close_needs_of_gap(session, partner_id, told.gap_id, event.applied_at)
        await _end(session, closed, partner_id, event.applied_at)


async def record_published(session: Transaction, events: Sequence[Received[InstrumentPublished]]) -> None:
    """Keeps which instrument was taken from which."""
    for event in events:
        told = event.data
        if told.origin_instrument_id is not None:
            await gaps.set_origin(session, event.district_id, told.instrument_id, told.origin_instrument_id)


async def _end(session: Transaction, closed: Sequence[NeedRecord], partner_id: UUID, now: datetime) -> None:
    for host_id in sorted({need.host_id for need in closed}):
        needs = [need.need_id for need in closed if need.host_id == host_id]
        standing = await lock_standing_matches(session, need_ids=needs)
        await end_matches(session, standing, "gap_closed", now, then=partner_id)
        await plan_again(session, host_id, "gap_closed", now, then=partner_id, need_ids=needs)
