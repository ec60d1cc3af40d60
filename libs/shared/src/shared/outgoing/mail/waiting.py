"""How many messages wait, and how long the oldest has: for operators, as a metric and by `trellis <service> mail`."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from shared.db.database import Database
from shared.db.query import Query, Transaction
from shared.telemetry import MAIL_OLDEST, MAIL_WAITING

MEASURE_SECONDS = 15.0


class WaitingMails(NamedTuple):
    """The messages that wait, of all districts; without any, `oldest` is None and `seconds` 0."""

    messages: int
    oldest: datetime | None
    seconds: float


_WAITING = Query(
    """
    select count(*) as messages, min(queued_at) as oldest,
      coalesce(extract(epoch from clock_timestamp() - min(queued_at)), 0)::double precision as seconds
    from mail where state = 'waiting'
    """,
    WaitingMails,
)


async def find_waiting(session: Transaction) -> WaitingMails:
    """Returns what waits, in a worker's session of no district."""
    return await _WAITING.one(session)


async def measure_waiting(database: Database, service: str, beat: Callable[[], None]) -> None:
    """Tells Prometheus what waits, until it is cancelled: a loop's body, in services that have no mail server too. The
    figures go with the loop, for another process has newer ones.
    """
    try:
        while True:
            beat()
            async with database.transaction(None) as session:
                found = await find_waiting(session)
            MAIL_WAITING.labels(service).set(found.messages)
            MAIL_OLDEST.labels(service).set(found.seconds)
            await asyncio.sleep(MEASURE_SECONDS)
    finally:
        for metric in (MAIL_WAITING, MAIL_OLDEST):
            with contextlib.suppress(KeyError):  # nothing was told yet
                metric.remove(service)
