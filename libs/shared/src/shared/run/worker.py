"""A service's background work in one process: relay, consumers, jobs, loops."""

import asyncio
import os
import signal
from typing import Any

import structlog

from shared.db.database import Database
from shared.db.leases import process_name
from shared.events.consumer import Consumer
from shared.events.dead_letter import DEAD_LETTERS
from shared.events.event import REGISTRY
from shared.events.gaps import count_gaps
from shared.events.relay import Relay
from shared.events.topics import TopicsNotMade, ensure_topics
from shared.http.context import Context
from shared.run.jobs import JobRunner
from shared.run.loops import LoopRunner
from shared.run.revision import revision_problem
from shared.run.service import Service
from shared.settings import PlatformSettings
from shared.telemetry import KEYS_WITH_GAP

log = structlog.get_logger(__name__)


class Worker:
    """A service's background work: relay, consumers, jobs, loops."""

    def __init__(self, service: Service, platform: PlatformSettings) -> None:
        self.service = service
        self._platform = platform
        self._settings = settings = service.read_settings()
        holder = process_name()
        self.database = Database(
            settings.worker_database_url.get_secret_value(),
            settings,
            application=f"trellis-{service.name}-worker",
        )
        context = Context(platform, settings, self.database, asyncio.Event())
        self.relay = Relay(service.name, self.database, platform.kafka, holder=holder)
        self.consumers = [
            Consumer(subscription, self.database, platform.kafka, holder=holder, topics=[topic], clock=context.now)
            for subscription in service.subscriptions
            for topic in subscription.topics
        ]
        self.jobs = JobRunner(service.jobs(context), self.database, holder=holder)
        self.loops = LoopRunner(service.loops(context), self.database, holder=holder)
        self._tasks: list[asyncio.Task[None]] = []
        self._topics_problem: str | None = None

    async def start(self) -> None:
        loops = [self.relay.run(), self.jobs.run(), self.loops.run(), self._with_topics()]
        self._tasks = [asyncio.create_task(self._supervised(loop)) for loop in loops]

    async def _with_topics(self) -> None:
        """Consumers start once Kafka has their topics; until then the rest of the process works."""
        if self._platform.kafka.create_topics:
            topics = {
                DEAD_LETTERS,
                *self.service.topics,
                *(e.topic for e in REGISTRY.values() if self._reads(e.topic.name)),
            }
            while True:
                try:
                    await ensure_topics(self._platform.kafka, topics)
                    self._topics_problem = None
                    break
                except Exception as error:
                    self._topics_problem = str(error.args[0]) if isinstance(error, TopicsNotMade) else None
                    log.warning("worker.waiting_for_kafka", service=self.service.name, error=repr(error))
                    await asyncio.sleep(1)
        await asyncio.gather(*(consumer.run() for consumer in self.consumers))

    def _reads(self, topic: str) -> bool:
        return any(topic in subscription.topics for subscription in self.service.subscriptions)

    async def _supervised(self, loop: Any) -> None:
        """A loop that ends by an error nobody foresaw ends the process: a restart is cleaner than half a worker."""
        try:
            await loop
        except asyncio.CancelledError:
            raise
        except BaseException:
            log.critical("worker.loop_ended", service=self.service.name, exc_info=True)
            os.kill(os.getpid(), signal.SIGTERM)

    async def count_waiting_keys(self) -> None:
        # One of each subscription's, whichever has read its epoch by now.
        of_each = {c.subscription.consumer: c for c in sorted(self.consumers, key=lambda c: c.epoch)}
        for name, consumer in of_each.items():
            await consumer.refresh_parked()
            gaps = await count_gaps(self.database, name, consumer.epoch, self._settings.gap_seconds)
            KEYS_WITH_GAP.labels(name).set(gaps)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.database.close()

    async def not_ready(self) -> str | None:
        try:
            async with asyncio.timeout(3):
                problem = await revision_problem(self.database, self.service)
        except Exception as error:
            return f"database: {type(error).__name__}"
        return problem or self._topics_problem or self._not_consuming() or self.relay.problem

    def _not_consuming(self) -> str | None:
        if problems := sorted({c.problem for c in self.consumers if c.problem is not None}):
            return " ".join(problems)
        waiting = [c.name for c in self.consumers if not c.ready.is_set()]
        return f"not consuming yet: {', '.join(waiting)}" if waiting else None
