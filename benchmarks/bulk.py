"""A file of evidence: ours beside arrays that need only be inserted."""

import json
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import uvloop

from benchmarks.engines import Engines, Running, process
from benchmarks.report import Report, at_least
from benchmarks.sampled import Samples
from benchmarks.write_path import learners, post, prepare
from competency.intake.usecases.record_batch import CHUNK
from demo import framework
from shared.events.event import partition_of
from shared.testing.callers import DISTRICT_A
from shared.values.ids import new_id

LINES = 10_000
PATH = "/competency/v1/evidence/batch"

_EVIDENCE = """insert into evidence (district_id, evidence_id, learner_id, item_id, score, observed_at, recorded_at,
 source, sender, external_id, tie) select $1, i, l, t, s, o, $7, 'batch', 'floor', x, x
 from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::numeric[], $6::timestamptz[], $8::text[]) as n(i, l, t, s, o, x)"""
_DETERMINATION = """insert into determination (district_id, learner_id, item_id, known_at, score, mastered, observed_at,
 deciding, pieces, cause) select $1, l, t, $7, s, s >= 3, o, i, 1, 'evidence'
 from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::numeric[], $6::timestamptz[]) as n(i, l, t, s, o)"""
_MASTERY = """insert into mastery (district_id, learner_id, item_id, score, mastered, observed_at, deciding, pieces,
 known_at) select $1, l, t, s, s >= 3, o, i, 1, $7
 from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::numeric[], $6::timestamptz[]) as n(i, l, t, s, o)"""
_OUTBOX = """insert into outbox (district_id, topic, key, shard, event_id, event_type, incarnation, sequence, body)
 select $1, 'trellis.competency.v1', k, h, e, 'evidence', 1, 1, b
 from unnest($2::text[], $3::smallint[], $4::uuid[], $5::bytea[]) as n(k, h, e, b)"""


def measure(engines: Engines, *, lines: int = LINES) -> Report:
    engines.urls("competency")
    token, who = engines.token(), learners(1000)
    with process("shared", "competency", "api") as api:
        prepare(api, token, who)
        send(api, token, file(who, 500, seed=1))
        ours = lines / send(api, token, file(who, lines, seed=2))
    app = engines.environment_of("competency")["COMPETENCY_DATABASE_URL"]
    limit = lines / uvloop.run(by_hand(app, who, lines))
    report = Report([at_least("bulk", f"a file of {lines:,} lines", ours, limit, "lines/s", 0.5)])
    report.notes.append(
        f"one POST of {lines:,} lines of different learners and items, over 1,000 learners; until the report is back. "
        f"The limit writes the same rows over one connection in the same chunks of {CHUNK} a transaction: evidence, "
        "determinations, mastery and two outbox rows a line, by four `unnest` inserts as the app role under the same "
        "row-level security and foreign keys. Its arrays and event bodies are made before its clock starts, and it "
        "neither parses, checks, locks, reads nor counts sequences: it is PostgreSQL's share alone."
    )
    if report.missed():
        report.profiles["Bulk: where the time goes"] = profile(engines, who, lines)
    return report


def profile(engines: Engines, who: Sequence[UUID], lines: int) -> str:
    found = engines.folder / "bulk.json"
    token = engines.token()
    with process("benchmarks.sampled", str(found), "shared", "competency", "api") as api:
        send(api, token, file(who, 500, seed=3))
        api.begin_samples()
        cpu = api.cpu_seconds()
        seconds = send(api, token, file(who, lines, seed=4))
        cpu = api.cpu_seconds() - cpu
    return (
        "Ours does what the limit leaves out: it parses and checks every line, proves every learner's id, locks the "
        "learners, reads what is there, decides, counts sequences and makes two events a line. Of its own "
        "processor time "
        "a good part is asyncpg's encoding of arrays, which asks of every element of two dozen arrays whether it is a "
        "container (`ABCMeta.__instancecheck__`). Two chunks are under way at a time, so PostgreSQL and we overlap. "
        f"The same file again, sampled: {seconds:.2f} s, of which the service's processor {cpu:.2f} s "
        f"({1e6 * cpu / lines:.0f} us a line); the rest it waits for PostgreSQL. " + Samples.read(found).in_words()
    )


def file(who: Sequence[UUID], lines: int, *, seed: int) -> bytes:
    items = [framework.identifier(item.code) for item in framework.targets()]
    generator = random.Random(seed)
    return b"\n".join(
        json.dumps(
            {
                "learner_id": str(who[n % len(who)]), "item_id": items[(n // len(who) + seed * 11) % len(items)],
                "score": generator.randrange(9) / 2, "source": "batch",
                "observed_at": f"2026-10-{generator.randrange(1, 29):02}T10:00:00Z",
                "external_id": f"{seed}-{n}-{uuid4()}",
            }
        ).encode()
        for n in range(lines)
    )  # fmt: skip


def send(api: Running, token: str, body: bytes) -> float:
    """Seconds until the report is back."""
    began = time.perf_counter()
    report = json.loads(post(api, PATH, body, token, "application/x-ndjson"))
    seconds = time.perf_counter() - began
    if report["refused"]:
        raise SystemExit(f"bulk: {report['refused']} lines were refused")
    return seconds


async def by_hand(url: str, who: Sequence[UUID], lines: int) -> float:
    chunks = [_arrays(who, start, min(CHUNK, lines - start)) for start in range(0, lines, CHUNK)]
    connection = await asyncpg.connect(url)
    began = time.perf_counter()
    for evidence, externals, outbox in chunks:
        async with connection.transaction():
            await connection.execute("select set_config('app.district_id', $1, true)", str(DISTRICT_A))
            await connection.execute(_EVIDENCE, DISTRICT_A, *evidence, externals)
            await connection.execute(_DETERMINATION, DISTRICT_A, *evidence)
            await connection.execute(_MASTERY, DISTRICT_A, *evidence)
            await connection.execute(_OUTBOX, DISTRICT_A, *outbox)
    seconds = time.perf_counter() - began
    await connection.close()
    return seconds


def _arrays(who: Sequence[UUID], start: int, count: int) -> tuple[list[Any], list[str], list[Any]]:
    items = [UUID(framework.identifier(item.code)) for item in framework.targets()]
    places = range(start, start + count)
    ids = [new_id() for _ in places]
    lines = [(who[n % len(who)], items[(n // len(who) + 60) % len(items)]) for n in places]
    now = datetime.now(UTC)
    observed = [now - timedelta(days=n % 28 + 1) for n in places]
    scores = [n % 9 / 2 for n in places]
    evidence = [ids, [w for w, _ in lines], [i for _, i in lines], scores, observed, now]
    bodies = [
        json.dumps({"learner_id": str(w), "evidence_id": str(e), "item_id": str(i), "score": s,
                    "observed_at": o.isoformat(), "recorded_at": now.isoformat()}).encode()
        for (w, i), e, s, o in zip(lines, ids, scores, observed, strict=True)
    ]  # fmt: skip
    keys = [str(w) for w, _ in lines for _ in range(2)]
    events = [keys, [partition_of(k) for k in keys], [new_id() for _ in keys], [b for b in bodies for _ in range(2)]]
    return evidence, [str(uuid4()) for _ in places], events
