"""The relay: outbox rows into Kafka, in order per key, at least once.

It reads *all* unpublished rows of the shards it holds, never "after the last id": ids are drawn before they are
committed, so a cursor would pass over a late one. Rows are deleted once the broker has acknowledged them. The window
between the two cannot be closed; the receiver's inbox and sequence guard make the duplicate harmless.
"""

import asyncio
from typing import Any

import structlog
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import BigInteger, SmallInteger

from shared.db import Database
from shared.events.event import PARTITIONS, headers_of
from shared.events.kafka import LogProducer, Outgoing
from shared.events.outbox import OUTBOX_WAKE
from shared.leases import Leases
from shared.settings import KafkaSettings
from shared.telemetry import OUTBOX_PUBLISHED, Heartbeat
from shared.wake import sleep_until_woken, sleeper

log = structlog.get_logger(__name__)

BATCH = 1000
_SHORTEST_WAIT = 0.005
_LONGEST_WAIT = 0.25

_READ = text("select * from outbox where shard = any(:shards) order by id limit :batch").bindparams(
    bindparam("shards", type_=ARRAY(SmallInteger))
)
_DELETE = text("delete from outbox where id = any(:ids)").bindparams(bindparam("ids", type_=ARRAY(BigInteger)))


class Relay:
    """One service's relay in one process; several share the shards by lease."""

    def __init__(self, service: str, database: Database, kafka: KafkaSettings, *, holder: str) -> None:
        self._source = f"/trellis/{service}"
        self._database = database
        self._producer = LogProducer(kafka)
        self.leases = Leases(database, "relay", [str(shard) for shard in range(PARTITIONS)], holder=holder)
        self.heartbeat = Heartbeat(f"{service}.relay")

    async def run(self) -> None:
        keeping = asyncio.create_task(self.leases.keep())
        wait = _SHORTEST_WAIT
        try:
            with sleeper(OUTBOX_WAKE) as woken:
                while True:
                    try:
                        sent = await self.drain_once()
                        wait = _SHORTEST_WAIT if sent else min(wait * 1.5, _LONGEST_WAIT)
                        self.heartbeat.beat()
                        if sent:
                            continue
                    except Exception as error:  # Kafka or PostgreSQL is away: the rows stay where they are
                        log.warning("relay.waiting", source=self._source, error=repr(error))
                        self.heartbeat.beat()
                        wait = 1.0
                    await sleep_until_woken(woken, wait)
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
        acknowledged = await self._producer.send([self._outgoing(row) for row in rows])
        done = [row.id for row, ok in zip(rows, acknowledged, strict=True) if ok]
        await self.delete(done)
        OUTBOX_PUBLISHED.labels(self._source).inc(len(done))
        return len(done)

    async def read(self, shards: list[int]) -> list[Any]:
        async with self._database.transaction(None) as session:
            return list((await session.execute(_READ, {"shards": shards, "batch": BATCH})).all())

    async def delete(self, ids: list[int]) -> None:
        async with self._database.transaction(None) as session:
            await session.execute(_DELETE, {"ids": ids})

    def _outgoing(self, row: Any) -> Outgoing:
        headers = headers_of(
            event_type=row.event_type, event_id=row.event_id, source=self._source, key=row.key,
            occurred_at=row.occurred_at, district_id=row.district_id, incarnation=row.incarnation,
            sequence=row.sequence, snapshot=row.snapshot, traceparent=row.traceparent,
        )  # fmt: skip
        return Outgoing(row.topic, row.shard, row.key, headers, row.body)
