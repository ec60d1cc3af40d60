"""The consumer loop: partitions by lease, offsets from the database, one transaction a chunk.

There is no Kafka consumer group. Partitions are leased as the outbox's shards are, so the group protocol's ways of
losing a member, and its stop-the-world rebalances, do not arise; what makes an effect happen once is the offset row's
lock, the inbox and the sequence guard, whoever holds the lease (ADR 0004). Not polling is harmless without a group: a
slow database simply slows us down.
"""

import asyncio
import contextlib
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError, TopicAuthorizationFailedError
from asyncpg.exceptions import PostgresError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.database import Database
from shared.db.driver_errors import is_database_away
from shared.db.leases import Leases
from shared.events import ledger, parked
from shared.events.apply import Poison, Subscription, apply_chunk, apply_chunks
from shared.events.dead_letter import park_poison
from shared.events.event import PARTITIONS, Undecodable, district_in, read_record
from shared.events.kafka import log_consumer
from shared.events.ledger import OffsetLost, Partition
from shared.events.topics import TopicUnreadable, ensure_readable
from shared.settings import KafkaSettings
from shared.telemetry import CONSUMER_LAG, KEYS_PARKED, Heartbeat
from shared.values.clock import Clock, utc_now
from shared.values.quoting import without_rows

log = structlog.get_logger(__name__)

CHUNK = 500
"""Records in a transaction, at most."""

ATTEMPTS = 3
_AT_ONCE = 4

Batches = Mapping[TopicPartition, Sequence[Any]]


class Consumer:
    """One subscription of one service, in one process; of all its topics, or of these.

    A service follows each topic by itself: aiokafka asks for, and is answered about, every partition that it has each
    time that a single one has something new.
    """

    def __init__(
        self,
        subscription: Subscription,
        database: Database,
        kafka: KafkaSettings,
        *,
        holder: str,
        topics: Sequence[str] | None = None,
        epoch: int | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self.subscription = subscription
        self.name = ":".join([subscription.consumer, *(topics or ())])
        self._database = database
        self._kafka = kafka
        self._fixed_epoch = epoch
        self._clock = clock
        self.epoch = 0
        partitions = [f"{topic}/{number}" for topic in topics or subscription.topics for number in range(PARTITIONS)]
        suffix = f":{epoch}" if epoch else ""
        self.leases = Leases(database, f"consumer:{self.name}{suffix}", partitions, holder=holder)
        self.heartbeat = Heartbeat(self.name)
        self._log_reader: AIOKafkaConsumer | None = None
        self._assigned: set[TopicPartition] = set()
        self._followed: dict[str, int] = {}  # the leases that are assigned and ready
        self.ready = asyncio.Event()
        self.problem: str | None = None  # which topic we cannot read, while we cannot
        self._measure_at = 0.0

    async def run(self) -> None:
        await self.run_until(_never)

    async def run_until(self, done: Callable[[], Awaitable[bool]]) -> None:
        """Go round until `done`, asked between rounds while nothing is being applied, says so."""
        keeping = asyncio.create_task(self.leases.keep())
        try:
            with self.heartbeat.watched():
                while not await done():
                    await self._go_round()
                    self.heartbeat.beat()
                    if (task := asyncio.current_task()) is not None and task.cancelling():
                        raise asyncio.CancelledError  # `wait_for` of Python 3.11 loses one that comes as it ends
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            await self._drop_reader()

    async def _go_round(self) -> None:
        try:
            await self._follow_leases()
            await self.step()
            self.problem = None
        except OffsetLost:
            await asyncio.sleep(0.5)
        except Exception as error:
            # Beside what is transient: what the database says to us ourselves, and calls of Kafka that take too long.
            if not (is_transient(error) or isinstance(error, (SQLAlchemyError, PostgresError, OSError))):
                raise
            log.warning("consumer.waiting", consumer=self.subscription.consumer, error=repr(error))
            self.problem = str(error.args[0]) if isinstance(error, TopicUnreadable) else None
            await self._drop_reader()
            await asyncio.sleep(0.5 + random.random())  # noqa: S311

    async def step(self, *, timeout_ms: int = 500) -> int:
        """Read once from every partition we hold and apply it; returns how many records were read."""
        if not self._assigned or self._log_reader is None:
            await asyncio.sleep(0.05)
            return 0
        groups = await self._read(self._log_reader, timeout_ms)
        for result in await asyncio.gather(*(self._apply(group) for group in groups), return_exceptions=True):
            if isinstance(result, BaseException):
                self._assigned = set()  # read again from the database's offsets
                raise result
        await self._measure()
        count = sum(len(records) for group in groups for records in group.values())
        if 0 < count < CHUNK:
            await asyncio.sleep(self.subscription.pause)
        return count

    async def _read(self, reader: AIOKafkaConsumer, timeout_ms: int) -> list[Batches]:
        """What has come, in groups of as much as a transaction takes, no partition in two of them: several at once only
        where much waits.
        """
        groups: list[Batches] = []
        others = set(self._assigned)
        while others and len(groups) < _AT_ONCE:
            try:
                read = await reader.getmany(*others, timeout_ms=0 if groups else timeout_ms, max_records=CHUNK)
            except TopicAuthorizationFailedError as error:
                raise TopicUnreadable(f"Kafka does not let us read {error.args[0]}: grant us Read on it.") from error
            if read:
                groups.append({tp: read[tp] for tp in sorted(read)})
            if sum(len(records) for records in read.values()) < CHUNK:
                break
            others -= read.keys()
        return groups

    async def _apply(self, batches: Batches) -> None:
        """In one transaction, for what costs most is its commit; each partition by itself where that fails."""
        if len(batches) == 1 or not await self._together(batches):
            for tp, records in batches.items():
                await self._chunk(self._place(tp), records)

    async def _together(self, batches: Batches) -> bool:
        """False where something in it cannot be applied."""
        chunks = {self._place(tp): records for tp, records in batches.items()}
        try:
            async with self._transaction(next(iter(batches.values()))) as session:
                await apply_chunks(session, self.subscription, chunks, self._clock())
        except Exception as error:
            if isinstance(error, OffsetLost) or is_transient(error):
                raise
            return False
        return True

    def _transaction(self, records: Sequence[Any]) -> AbstractAsyncContextManager[AsyncSession]:
        # Most chunks are of one district: begun as the first record's, they need not become it.
        # An epoch that is not live yet is begun again after a crash, and the swap waits for the disk.
        return self._database.transaction(district_in(records[0].headers), durable=self._fixed_epoch is None)

    def _place(self, tp: TopicPartition) -> Partition:
        return Partition(self.subscription.consumer, self.epoch, tp.topic, tp.partition)

    async def _chunk(self, place: Partition, records: Sequence[Any]) -> None:
        """Apply a chunk; what cannot be applied together is tried by halves, and what cannot be applied alone is
        parked.
        """
        attempt = 0
        while True:
            attempt += 1
            try:
                async with self._transaction(records) as session:
                    await apply_chunk(session, self.subscription, place, records, self._clock())
                return
            except Exception as error:
                if isinstance(error, OffsetLost) or is_transient(error):
                    raise
                log.error("consumer.chunk_failed", consumer=place.consumer, records=len(records), error=repr(error))
                if len(records) > 1:
                    break
                if isinstance(error, Poison) or attempt >= ATTEMPTS:
                    await self._park(place, records[0], attempt, error)
                    return
                await asyncio.sleep(0.05 * 2**attempt)
        middle = len(records) // 2
        await self._chunk(place, records[:middle])
        await self._chunk(place, records[middle:])

    async def _park(self, place: Partition, raw: Any, attempts: int, error: Exception) -> None:
        with contextlib.suppress(Undecodable):  # apply_chunk has kept those already
            poisoned = error.record if isinstance(error, Poison) else None
            record = read_record(raw.topic, raw.partition, raw.offset, raw.key, raw.headers, raw.value)
            async with self._database.transaction(None) as session:
                await park_poison(
                    session, place, record, attempts=attempts, error=without_rows(str(error)), culprit=poisoned
                )

    async def _follow_leases(self) -> None:
        """Make what we read equal to what we hold. An assignment counts only once every seek is done."""
        leases = self.leases.held
        if leases is self._followed and self._assigned and self._log_reader is not None:
            return
        held = {self._topic_partition(name) for name in leases}
        if held == self._assigned and self._log_reader is not None:
            self._followed = leases
            if self.leases.renewed:  # with more processes than partitions, holding none is being ready
                self.ready.set()
            return
        if self._log_reader is None:
            reader = log_consumer(self._kafka, client=self.name)
            try:
                await asyncio.wait_for(reader.start(), 15)
            except BaseException:
                await asyncio.wait_for(reader.stop(), 5)
                raise
            self._log_reader = reader
        self._assigned = set()
        if held:
            await ensure_readable(self._log_reader, {tp.topic for tp in held})
            self._log_reader.assign(sorted(held))
            await self._seek(sorted(held))
        self._assigned = held

    async def _seek(self, held: Sequence[TopicPartition]) -> None:
        assert self._log_reader is not None  # noqa: S101
        beginnings = await asyncio.wait_for(self._log_reader.beginning_offsets(held), 15)
        async with self._database.transaction(None) as session:
            self.epoch = self._fixed_epoch or await ledger.current_epoch(session, self.subscription.consumer)
            for tp in held:
                place = Partition(self.subscription.consumer, self.epoch, tp.topic, tp.partition)
                offset = await ledger.ensure_offset(session, place, beginnings[tp])
                if offset < beginnings[tp]:
                    log.error(
                        "consumer.retention_passed_us",
                        topic=tp.topic,
                        partition=tp.partition,
                        lost_from=offset,
                    )
                self._log_reader.seek(tp, max(offset, beginnings[tp]))

    async def _measure(self) -> None:
        reader = self._log_reader
        if reader is None or time.monotonic() < self._measure_at:
            return
        self._measure_at = time.monotonic() + 5
        lag: Counter[str] = Counter()
        if any(reader.partitions_for_topic(topic) is None for topic in {tp.topic for tp in self._assigned}):
            await ensure_readable(reader, {tp.topic for tp in self._assigned})
        for tp in self._assigned:
            mark = reader.highwater(tp)
            if mark is not None:
                lag[tp.topic] += max(0, mark - await reader.position(tp))
        for topic, records in lag.items():
            CONSUMER_LAG.labels(self.subscription.consumer, topic).set(records)

    async def refresh_parked(self) -> int:
        async with self._database.transaction(None) as session:
            count = await parked.count_parked(session, self.subscription.consumer, self.epoch)
        KEYS_PARKED.labels(self.subscription.consumer).set(count)
        return count

    async def _drop_reader(self) -> None:
        reader, self._log_reader = self._log_reader, None
        self._assigned = set()
        if reader is not None:
            with contextlib.suppress(TimeoutError, KafkaError):
                await asyncio.wait_for(reader.stop(), 5)

    @staticmethod
    def _topic_partition(name: str) -> TopicPartition:
        topic, number = name.rsplit("/", 1)
        return TopicPartition(topic, int(number))


def is_transient(error: BaseException) -> bool:
    """Whether trying again later can help without anybody's doing: the database is away, busy, or chose us as
    deadlock victim.
    """
    return isinstance(error, KafkaError) or is_database_away(error)


async def _never() -> bool:
    return False
