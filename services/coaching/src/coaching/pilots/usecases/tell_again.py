"""Pilots, told again."""

from uuid import UUID

from coaching.pilots.queries.pilots import lock_all_pilots
from coaching.pilots.queries.waves import WaveRecord, find_waves
from coaching.pilots.usecases.deciding import decided_event
from coaching.pilots.usecases.planning import opened_event
from shared.db.query import Transaction
from shared.events.event import Event
from shared.events.outbox import publish


async def tell_pilots_again(session: Transaction, district_id: UUID) -> int:
    """Publishes the waves of all pilots that have begun one as snapshots, in their order; returns how many pilots."""
    waves = await find_waves(session, district_id, await lock_all_pilots(session, district_id))
    begun = [one for one in waves if one.opened_on is not None]
    await publish(session, district_id, *(event for one in begun for event in _told(one)), snapshot=True)
    return len({one.pilot_id for one in begun})


def _told(record: WaveRecord) -> list[Event]:
    return [opened_event(record), *([] if record.decided_on is None else [decided_event(record)])]
