"""Waves that are past their gate without a decision, counted for operators."""

import asyncio
import contextlib
from collections.abc import Callable

from coaching.pilots.queries.waves import count_past_gate
from shared.db.database import Database
from shared.telemetry import WAVES_PAST_GATE
from shared.values.clock import Clock

MEASURE_SECONDS = 60.0


async def measure_past_gate(database: Database, now: Clock, beat: Callable[[], None]) -> None:
    """Tells Prometheus how many there are, of all districts, until it is cancelled: a loop's body. The figure goes with
    the loop, for another process has a newer one.
    """
    try:
        while True:
            beat()
            async with database.transaction(None) as session:
                found = await count_past_gate(session, now())
            WAVES_PAST_GATE.labels("coaching").set(found)
            await asyncio.sleep(MEASURE_SECONDS)
    finally:
        with contextlib.suppress(KeyError):  # nothing was told yet
            WAVES_PAST_GATE.remove("coaching")
