"""The relay from a filled outbox, beside a bare producer of the same bytes."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import uvloop
from aiokafka import AIOKafkaProducer

from benchmarks.engines import Engines
from benchmarks.report import Report, at_least
from benchmarks.sampled import Samples
from benchmarks.write_path import learners
from competency.main import service
from demo import framework
from shared.contracts.competency import EvidenceRecorded, MasteryChanged
from shared.db.database import Database
from shared.db.leases import process_name
from shared.events.event import Event, headers_of, partition_of
from shared.events.relay import BATCH, Relay
from shared.events.topics import ensure_topics
from shared.settings import KafkaSettings
from shared.testing.callers import DISTRICT_A
from shared.values.ids import new_id

ROWS = 40_000
COLUMNS = ["district_id", "topic", "key", "shard", "event_id", "event_type", "incarnation", "sequence", "body"]


def measure(engines: Engines, *, rows: int = ROWS) -> Report:
    engines.clear_topics()
    urls = engines.urls("competency")
    outbox = rows_of_outbox(learners(500), rows)
    samples = Samples()
    limit = rows / uvloop.run(_bare(engines, outbox))
    ours = rows / uvloop.run(_ours(urls.worker, engines.as_superuser("competency"), outbox, samples))
    report = Report([at_least("relay", f"{rows:,} rows from the outbox into Kafka", ours, limit, "rows/s", 0.4)])
    report.notes.append(
        f"{rows:,} events of 500 learners (about {len(outbox[0][-1])} bytes each, one evidence and one mastery event "
        "in turn) lie in the outbox; `shared.events.relay.Relay` holds all 16 shards by lease and drains them: read, "
        f"send, delete, {BATCH:,} at a time. The limit: one idempotent aiokafka producer (acks=all, the same batch "
        "size) that sends the same keys, headers, bodies and partitions out of memory, awaiting them all at the "
        "end. Both run in "
        "the bench's own process on uvloop, which as a service's has told the garbage collector what is none."
    )
    if report.missed():
        report.profiles["Relay: where the time goes"] = "While draining: " + samples.in_words()
    return report


def rows_of_outbox(who: Sequence[UUID], count: int, *, items: int = 100) -> list[tuple[Any, ...]]:
    """Events as competency would publish them: by turns evidence and the mastery it makes, gapless per learner."""
    targets = [UUID(framework.identifier(item.code)) for item in framework.targets()][:items]
    now = datetime.now(UTC)
    rows = []
    for n in range(count):
        learner, turn = who[n // 2 % len(who)], n // 2 // len(who)
        item, score = targets[turn % len(targets)], Decimal(n // 2 % 9) / 2
        event: Event
        if n % 2 == 0:
            event = EvidenceRecorded(
                learner_id=learner, evidence_id=new_id(), item_id=item, score=score, observed_at=now, recorded_at=now
            )
        else:
            event = MasteryChanged(
                learner_id=learner, item_id=item, score=score, mastered=score >= 3, previous_score=None,
                previously_mastered=False, observed_at=now, known_at=now, cause="evidence",
            )  # fmt: skip
        key = event.key
        body = event.model_dump_json(exclude_none=True).encode()
        rows.append(
            (
                DISTRICT_A, event.topic.name, key, partition_of(key), new_id(), event.event_type, 1,
                2 * turn + n % 2 + 1, body,
            )
        )  # fmt: skip
    return rows


def headers(row: tuple[Any, ...], occurred_at: datetime) -> list[tuple[str, bytes]]:
    district_id, _, key, _, event_id, event_type, incarnation, sequence, _ = row
    return headers_of(
        event_type=event_type, event_id=event_id, source="/trellis/competency", key=key, occurred_at=occurred_at,
        district_id=district_id, incarnation=incarnation, sequence=sequence, snapshot=False, traceparent=None,
    )  # fmt: skip


async def _ours(worker_url: str, superuser_url: str, outbox: list[tuple[Any, ...]], samples: Samples) -> float:
    superuser = await asyncpg.connect(superuser_url)
    await superuser.copy_records_to_table("outbox", records=outbox, columns=COLUMNS)
    await superuser.close()
    database = Database(worker_url, service.read_settings(), application="bench-relay")
    relay = Relay("competency", database, KafkaSettings(), holder=process_name())
    await ensure_topics(KafkaSettings(), service.topics)
    keeping = asyncio.create_task(relay.leases.keep())
    while not relay.leases.held:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    sent = 0
    with samples.taken():
        began = time.perf_counter()
        while sent < len(outbox):
            sent += await relay.drain_once()
        seconds = time.perf_counter() - began
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    await relay._producer.close()
    await database.close()
    return seconds


async def _bare(engines: Engines, outbox: list[tuple[Any, ...]]) -> float:
    await engines.make_topic("bench.relay", partitions=16)
    return await produce(engines, outbox, topic="bench.relay")


async def produce(engines: Engines, outbox: list[tuple[Any, ...]], *, topic: str | None = None) -> float:
    """Send these rows as fast as aiokafka can; seconds, from the first to the last acknowledgement."""
    producer = AIOKafkaProducer(
        bootstrap_servers=engines.stack.bootstrap_servers, enable_idempotence=True, acks="all", max_batch_size=262_144
    )
    await producer.start()
    now = datetime.now(UTC)
    ready = [(topic or row[1], row[2].encode(), row[3], headers(row, now), row[8]) for row in outbox]
    began = time.perf_counter()
    futures = [
        await producer.send(to, value=body, key=key, partition=partition, headers=said)
        for to, key, partition, said, body in ready
    ]
    await asyncio.gather(*futures)
    seconds = time.perf_counter() - began
    await producer.stop()
    return seconds
