"""The relay: outbox rows into Kafka, in order per key, at least once.

It reads *all* unpublished rows of the shards it holds, never "after the last id": ids are drawn before they are
committed, so a cursor would pass over a late one. Rows are deleted once the broker has acknowledged them. The window
between the two cannot be closed; the receiver's inbox and sequence guard make the duplicate harmless.

What the broker refuses for good (a record that its topic finds too large, a topic that is not there) stalls its own
key, or its own topic, and is tried again from time to time; all else flows.
"""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import structlog
from aiokafka.errors import KafkaError

from shared.db.database import Database
from shared.db.leases import Leases
from shared.db.query import Command, Query
from shared.db.wake import sleep_until_woken, sleeper
from shared.events.event import PARTITIONS, headers_of
from shared.events.kafka import TOPIC_REFUSED, LogProducer, NoAnswer, Outgoing
from shared.events.outbox import OUTBOX_WAKE
from shared.settings import KafkaSettings
from shared.telemetry import OUTBOX_PUBLISHED, Heartbeat

log = structlog.get_logger(__name__)

BATCH = 4000
BATCH_BYTES = 8_000_000
"""Whichever is reached first. The broker writes each partition's share of a batch to the disk, so larger ones pay."""
_SHORTEST_WAIT = 0.005
_CALM_WAIT = 0.05  # where those who write are in this process and wake us: no look in vain after each of theirs
_LONGEST_WAIT = 0.25
_LONGER = 1.15  # after each look that found nothing: slowly, for where something came more will come soon

_STALL_SECONDS = 10.0


class WaitingEvent(NamedTuple):
    """An event in the outbox; without a body it erases its key."""

    id: int
    topic: str
    shard: int
    key: str
    event_id: UUID
    event_type: str
    occurred_at: datetime
    district_id: UUID
    incarnation: int
    sequence: int
    snapshot: bool
    traceparent: str | None
    body: bytes | None


_READ = Query(
    """
select id, topic, shard, key, event_id, event_type, occurred_at, district_id, incarnation, sequence, snapshot,
  traceparent, body
from (
select o.id, o.topic, o.shard, o.key, o.event_id, o.event_type, o.occurred_at, o.district_id, o.incarnation, o.sequence,
  o.snapshot, o.traceparent, o.body,
  sum(coalesce(octet_length(body), 0)) over (order by id) - coalesce(octet_length(body), 0)
  as bytes_before
from outbox o where shard = any(cast(:shards as smallint[])) and topic <> all(cast(:topics as text[]))
and not exists (select from unnest(cast(:key_topics as text[]), cast(:keys as text[])) as s(topic, key)
  where s.topic = o.topic and s.key = o.key)
order by id limit :batch
) as waiting where bytes_before < :most_bytes order by id
""",
    WaitingEvent,
)
# Without waiting for the disk: rows that a crash of the server brings back are sent again, and the receiver's guards
# allow for that.
_DELETE = Command("""
delete from outbox where id = any(cast(:ids as bigint[]))
  and (select set_config('synchronous_commit', 'off', true)) = 'off'
""")


class Relay:
    """One service's relay in one process; several share the shards by lease."""

    def __init__(self, service: str, database: Database, kafka: KafkaSettings, *, holder: str) -> None:
        self._source = f"/trellis/{service}"
        self._database = database
        self._producer = LogProducer(kafka)
        self.leases = Leases(database, "relay", [str(shard) for shard in range(PARTITIONS)], holder=holder)
        self.heartbeat = Heartbeat(f"{service}.relay")
        self._stalled: dict[tuple[str, str | None], float] = {}
        self._refused_topics: dict[str, tuple[str, float]] = {}

    @property
    def problem(self) -> str | None:
        """Which topics, as the broker said a moment ago, cannot be written to, where something was to be sent there."""
        now = time.monotonic()
        return " ".join(sorted(said for said, until in self._refused_topics.values() if until > now)) or None

    async def run(self) -> None:
        keeping = asyncio.create_task(self.leases.keep())
        wait, woken = _SHORTEST_WAIT, False
        try:
            with sleeper(OUTBOX_WAKE, of=self._database.place) as wake, self.heartbeat.watched():
                while True:
                    try:
                        sent = await self.drain_once()
                        soon = _CALM_WAIT if woken else _SHORTEST_WAIT
                        wait = soon if sent else min(wait * _LONGER, _LONGEST_WAIT)
                        self.heartbeat.beat()
                        if sent and not woken:
                            continue
                    except Exception as error:  # Kafka or PostgreSQL is away: the rows stay where they are
                        log.warning("relay.waiting", source=self._source, error=repr(error))
                        self.heartbeat.beat()
                        wait = 1.0
                    woken = await sleep_until_woken(wake, wait)
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            await self._producer.close()

    async def drain_once(self) -> int:
        """Send what waits on our shards and delete what the broker acknowledged; returns how many that were."""
        shards = [int(name) for name in self.leases.held]
        if not shards:
            return 0
        rows = await self.read(shards)
        if not rows:
            return 0
        answers = await self._producer.send([self._outgoing(row) for row in rows])
        sent = await self._acknowledged([row for row, answer in zip(rows, answers, strict=True) if answer is None])
        refused = [(row, a) for row, a in zip(rows, answers, strict=True) if isinstance(a, KafkaError)]
        if not sent and not refused:
            raise NoAnswer(f"Kafka has not acknowledged any of {len(rows)} records")
        return sent + await self._one_by_one(refused)

    async def _one_by_one(self, refused: Sequence[tuple[WaitingEvent, KafkaError]]) -> int:
        """Find out which of these are refused for their own sake, and which only shared a batch with one that is."""
        sent = 0
        for row, first_answer in refused:
            if (row.topic, None) in self._stalled or (row.topic, row.key) in self._stalled:
                continue
            answer: BaseException | None = first_answer
            if not isinstance(answer, TOPIC_REFUSED):
                [answer] = await self._producer.send([self._outgoing(row)])
            if answer is None:
                sent += await self._acknowledged([row])
            elif isinstance(answer, KafkaError):
                self._stall(row, answer)
            else:
                break
        return sent

    def _stall(self, row: WaitingEvent, answer: KafkaError) -> None:
        of_topic = isinstance(answer, TOPIC_REFUSED)
        key = None if of_topic else row.key
        log.error("relay.refused", topic=row.topic, key=key, event_id=str(row.event_id), error=repr(answer))
        self._stalled[row.topic, key] = time.monotonic() + _STALL_SECONDS
        if of_topic:
            self._refused_topics[row.topic] = str(answer), time.monotonic() + 2 * _STALL_SECONDS

    async def read(self, shards: list[int]) -> list[WaitingEvent]:
        """What waits on these shards, except behind what the broker refused a moment ago."""
        now = time.monotonic()
        self._stalled = {name: until for name, until in self._stalled.items() if until > now}
        keys = [(topic, key) for topic, key in self._stalled if key is not None]
        async with self._database.statements() as session:
            return await _READ.all(
                session,
                shards=shards,
                batch=BATCH,
                most_bytes=BATCH_BYTES,
                topics=[topic for topic, key in self._stalled if key is None],
                key_topics=[topic for topic, _ in keys],
                keys=[key for _, key in keys],
            )

    async def _acknowledged(self, rows: Sequence[WaitingEvent]) -> int:
        if rows:
            await self.delete([row.id for row in rows])
            OUTBOX_PUBLISHED.labels(self._source).inc(len(rows))
        return len(rows)

    async def delete(self, ids: list[int]) -> None:
        async with self._database.statements() as session:
            await _DELETE.run(session, ids=ids)

    def _outgoing(self, row: WaitingEvent) -> Outgoing:
        headers = headers_of(
            event_type=row.event_type, event_id=row.event_id, source=self._source, key=row.key,
            occurred_at=row.occurred_at, district_id=row.district_id, incarnation=row.incarnation,
            sequence=row.sequence, snapshot=row.snapshot, traceparent=row.traceparent,
        )  # fmt: skip
        return Outgoing(row.topic, row.shard, row.key, headers, row.body)
