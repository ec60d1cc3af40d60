"""`trellis dashboards rebuild`, beside a bare consumer that copies the same rows into a table."""

import asyncio
import json
import re
import subprocess
import sys
import time
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import uvloop
from aiokafka import AIOKafkaConsumer, TopicPartition

from benchmarks.engines import Engines, process
from benchmarks.relay import produce, rows_of_outbox
from benchmarks.report import Report, at_least
from benchmarks.sampled import Samples
from benchmarks.write_path import learners
from dashboards.handlers import read_models, rebuilding
from dashboards.main import service
from dashboards.rebuild.usecases import rebuild
from shared.contracts.competency import COMPETENCY, MasteryChanged
from shared.db.database import Database
from shared.db.query import Scalar
from shared.events.event import PARTITIONS
from shared.events.topics import ensure_topics
from shared.settings import KafkaSettings
from shared.testing.callers import DISTRICT_A

EVENTS = 100_000
LEARNERS = 1000
_APPLIED = Scalar(
    "select cast(coalesce(sum(next_offset), 0) as bigint) from consumer_offset where topic = cast(:topic as text)", int
)
_COLUMNS = [
    "generation",
    "district_id",
    "learner_id",
    "item_id",
    "score",
    "mastered",
    "observed_at",
    "known_at",
    "position",
]


def measure(engines: Engines, *, events: int = EVENTS) -> Report:
    engines.clear_topics()
    uvloop.run(_fill(engines, events))
    urls = engines.urls("dashboards")
    _live_has_caught_up(events)
    ours = _rebuild()
    limit = events / uvloop.run(_bare(engines, urls.owner, events))
    report = Report([at_least("rebuild", f"{events:,} events into the read models", ours, limit, "events/s", 0.4)])
    report.notes.append(
        f"{events:,} events of {LEARNERS:,} learners lie in competency's topic, every other one a mastery change, the "
        "rest counted and passed over. `trellis dashboards rebuild` (its own figure: from its start to the swap, with "
        "inbox, sequence guard and offsets for every event) beside one aiokafka consumer that decodes headers and "
        "JSON, keeps the newest of each learner and item of what it has fetched, and COPYs those rows into an "
        "unlogged table of the read model's shape without its indexes."
    )
    if report.missed():
        samples = Samples()
        seconds = asyncio.run(_sampled(samples))
        report.profiles["Rebuild: where the time goes"] = (
            "Every event is claimed in the inbox, judged by its key's sequence and counted in the offset, each in the "
            "transaction of its effect, and upserted under an index; the limit only appends what it decoded. About "
            "half "
            "of the time is PostgreSQL's (the inbox insert first, then the upsert, then the keys' states), the rest is "
            "decoding: aiokafka's records, the attributes in the headers, the body. "
            f"The rebuild again, in the bench's process, sampled ({seconds:.1f} s): " + samples.in_words()
        )
    return report


def _rebuild() -> float:
    """Events a second, as the command itself says."""
    done = subprocess.run(
        [sys.executable, "-m", "shared", "dashboards", "rebuild"], capture_output=True, text=True, check=False
    )
    match = re.search(r"\((\d+)/s\)", done.stdout)
    if match is None:
        raise SystemExit(f"rebuild: {done.stdout}{done.stderr}")
    return float(match[1])


async def _sampled(samples: Samples) -> float:
    settings = service.read_settings()
    database = Database(settings.worker_database_url.get_secret_value(), settings, application="bench", pool=8)
    with samples.taken():
        done = await rebuild(database, KafkaSettings(), read_models, rebuilding, grace_seconds=0)
    await database.close()
    return done.seconds


async def _fill(engines: Engines, events: int) -> None:
    await ensure_topics(KafkaSettings(), [COMPETENCY])
    await produce(engines, rows_of_outbox(learners(LEARNERS), events))


def _live_has_caught_up(events: int) -> None:
    """A rebuild is of a model that is live: let the worker apply everything once."""
    with process("shared", "dashboards", "worker"):
        asyncio.run(_until_applied(events))


async def _until_applied(events: int) -> None:
    settings = service.read_settings()
    database = Database(settings.worker_database_url.get_secret_value(), settings, application="bench", pool=1)
    deadline, done = time.monotonic() + 180, 0
    while done < events:
        if time.monotonic() > deadline:
            raise SystemExit(f"rebuild: the live model stands at {done} of {events} events")
        await asyncio.sleep(0.5)
        async with database.statements() as session:
            done = await _APPLIED.one(session, topic=COMPETENCY.name)
    await database.close()


async def _bare(engines: Engines, owner_url: str, events: int) -> float:
    connection = await asyncpg.connect(owner_url)
    await connection.execute("create unlogged table bare (like learner_mastery)")
    consumer = AIOKafkaConsumer(bootstrap_servers=engines.stack.bootstrap_servers, auto_offset_reset="earliest")
    await consumer.start()
    began, read = time.perf_counter(), 0
    consumer.assign([TopicPartition(COMPETENCY.name, number) for number in range(PARTITIONS)])
    while read < events:
        latest: dict[tuple[UUID, UUID], Any] = {}
        for records in (await consumer.getmany(timeout_ms=500, max_records=2000)).values():
            read += len(records)
            for record in records:
                said = {name: value.decode() for name, value in record.headers}
                if said["ce_type"] != MasteryChanged.event_type:
                    continue
                body = json.loads(record.value)
                key = (UUID(body["learner_id"]), UUID(body["item_id"]))
                latest[key] = (
                    1, DISTRICT_A, *key, body.get("score"), body["mastered"],
                    datetime.fromisoformat(body["observed_at"]), datetime.fromisoformat(body["known_at"]), 0,
                )  # fmt: skip
        if latest:
            await connection.copy_records_to_table("bare", records=list(latest.values()), columns=_COLUMNS)
    seconds = time.perf_counter() - began
    await consumer.stop()
    await connection.close()
    return seconds
