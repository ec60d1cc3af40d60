"""Every version that was ever published or retired, told again."""

from uuid import UUID

from readiness.instruments.queries.told import ToldVersion, find_told_versions, lock_instruments
from readiness.instruments.usecases.publish_version import published_event
from shared.contracts.readiness import InstrumentRetired
from shared.db.query import Transaction
from shared.events.event import Event
from shared.events.outbox import publish


async def tell_instruments_again(session: Transaction, district_id: UUID) -> int:
    """Publishes the versions of all instruments as snapshots; returns how many instruments these are of."""
    await lock_instruments(session, district_id)
    versions = await find_told_versions(session, district_id)
    await publish(session, district_id, *_in_order(versions), snapshot=True)
    return len({one.instrument_id for one in versions})


def _in_order(versions: list[ToldVersion]) -> list[Event]:
    """Returns what was told of these versions, in the order in which it came to be."""
    told: list[tuple[tuple[object, ...], Event]] = []
    for one in versions:
        origin = one.origin_instrument_id, one.origin_version
        event = published_event(one.instrument_id, one.version, one.content_hash, *origin)
        told.append(((one.published_at, one.instrument_id, one.version, 0), event))
        if one.retired_at is not None:
            retired = InstrumentRetired(instrument_id=one.instrument_id, version=one.version)
            told.append(((one.retired_at, one.instrument_id, one.version, 1), retired))
    return [event for _, event in sorted(told, key=lambda pair: pair[0])]
