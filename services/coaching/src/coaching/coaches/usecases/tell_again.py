"""Coaches, concerns and who reads them, told again."""

from uuid import UUID

from coaching.coaches.queries.coaches import CoachRecord, lock_all_coaches
from coaching.coaches.queries.concerns import find_told_concerns
from coaching.coaches.queries.safeguarding import lock_safeguarding
from coaching.coaches.usecases.coaches import joined_event
from coaching.coaches.usecases.concerns import named_event
from coaching.coaches.usecases.standings import standing_event
from shared.contracts.coaching import ConcernRaised
from shared.db.query import Transaction
from shared.events.event import Event
from shared.events.outbox import publish


async def tell_coaches_again(session: Transaction, district_id: UUID) -> int:
    """Publishes all coaches as snapshots; returns how many. Of how somebody stood only the last is told."""
    found = await lock_all_coaches(session, district_id)
    await publish(session, district_id, *(event for one in found for event in _told(one)), snapshot=True)
    return len(found)


async def tell_concerns_again(session: Transaction, district_id: UUID) -> int:
    """Publishes that concerns were raised, as snapshots; returns how many."""
    found = await find_told_concerns(session, district_id)
    events = (ConcernRaised(concern_id=one.concern_id, raised_on=one.raised_on) for one in found)
    await publish(session, district_id, *events, snapshot=True)
    return len(found)


async def tell_safeguarding_again(session: Transaction, district_id: UUID) -> int:
    """Publishes who reads concerns, as a snapshot; returns how often."""
    found = await lock_safeguarding(session, district_id)
    if found.named_at is None:
        return 0
    await publish(session, district_id, named_event(district_id, found.person_ids, found.named_at), snapshot=True)
    return 1


def _told(record: CoachRecord) -> list[Event]:
    last = standing_event(record.coach_id, record.told_state, record.told_reasons, record.told_since)
    return [joined_event(record), last]
