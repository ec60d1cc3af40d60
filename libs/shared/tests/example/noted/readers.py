"""Consumers of one subscription, as processes of one service would run them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import text

from noted.events import effects, note_effects
from noted.log import until, write_log
from shared.db.database import Database
from shared.db.leases import Leases
from shared.events.apply import Subscription
from shared.events.consumer import Consumer
from shared.events.event import PARTITIONS
from shared.settings import KafkaSettings
from shared.testing import DISTRICT_A

Handler = Callable[[Any, Sequence[Any]], Awaitable[None]]


class Readers:
    """Consumers of one subscription, as processes of one service would run them."""

    def __init__(self, worker: Database, kafka: KafkaSettings) -> None:
        self.worker, self.kafka = worker, kafka
        self.handler: Handler = note_effects
        self.event: Any = None

    def consumer(self, holder: str = "one", *, seconds: float = 1.5, **options: Any) -> Consumer:
        async def handle(session: Any, events: Sequence[Any]) -> None:
            await self.handler(session, events)

        subscription = Subscription("reader", {self.event: handle}, options.pop("pause", 0))
        made = Consumer(subscription, self.worker, options.pop("kafka", self.kafka), holder=holder, **options)
        partitions = [f"{self.event.topic.name}/{n}" for n in range(PARTITIONS)]
        made.leases = Leases(self.worker, "consumer:reader", partitions, holder=holder, seconds=seconds)
        return made

    async def write(self, *keys: str, start: int = 1, **options: Any) -> None:
        await write_log(self.kafka, DISTRICT_A, *(self.event(note=key) for key in keys), start=start, **options)

    async def sequences(self, key: str) -> list[int]:
        return [sequence for _, _, sequence in await effects(self.worker, key=key)]

    async def applied(self, count: int, *, seconds: float = 20) -> None:
        async def enough() -> bool:
            return len(await effects(self.worker)) >= count

        await until(enough, seconds=seconds)

    async def scalar(self, sql: str) -> Any:
        async with self.worker.transaction(None) as session:
            return await session.scalar(text(sql))


@asynccontextmanager
async def running(consumer: Consumer) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(consumer.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
