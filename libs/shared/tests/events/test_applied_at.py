"""What time it is, a handler is told with the events: by the service's clock, once a transaction."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from noted.events import NewEvent, make_event
from noted.log import until
from noted.readers import Readers, running

from shared.db.database import Database
from shared.events.apply import Subscription
from shared.events.event import Received
from shared.settings import KafkaSettings
from shared.testing import DISTRICT_A, DISTRICT_B, Deliveries

MIDNIGHT = datetime(2026, 3, 8, 5, tzinfo=UTC)


class Told:
    """A handler that keeps when it was told that it is, and a clock that goes on by a second whenever it is asked."""

    def __init__(self) -> None:
        self.moments: list[datetime] = []
        self.asked = -1

    async def handle(self, _: Any, events: Sequence[Received[Any]]) -> None:
        self.moments += [event.applied_at for event in events]

    def clock(self) -> datetime:
        self.asked += 1
        return MIDNIGHT + timedelta(seconds=self.asked)


async def test_all_that_a_transaction_applies_is_of_one_moment(worker: Database) -> None:
    told, event = Told(), make_event()
    log = Deliveries(Subscription("reader", {event: told.handle}), worker, told.clock)
    first, second, third = (log.record(DISTRICT_A, event(note="k")) for _ in range(3))
    await log.deliver(first, log.record(DISTRICT_B, event(note="k")), third)
    assert told.moments == [MIDNIGHT] * 2
    await log.deliver(second)
    assert told.moments[2:] == [MIDNIGHT + timedelta(seconds=1)] * 2, "one that waited is applied now"


@pytest.mark.kafka
async def test_a_consumer_tells_what_its_clock_says(
    worker: Database, kafka: KafkaSettings, new_event: NewEvent
) -> None:
    told, readers = Told(), Readers(worker, kafka)
    readers.event, readers.handler = await new_event(), told.handle
    await readers.write("k", "k")

    async def both() -> bool:
        return len(told.moments) == 2

    async with running(readers.consumer(clock=told.clock)):
        await until(both)
    assert all(moment.date() == MIDNIGHT.date() for moment in told.moments)
