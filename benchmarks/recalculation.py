"""A policy activated over a district's evidence: rows a second beside a cursor that reads and writes the same."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from time import perf_counter
from typing import Any
from uuid import UUID

import asyncpg
import psutil
import uvloop

from benchmarks.engines import Engines, process
from benchmarks.growth import _FILL, _LEARNERS
from benchmarks.methods import put_in_force
from benchmarks.report import Line, Report, at_least
from benchmarks.write_path import learners, prepare
from competency.main import service
from competency.mastery.usecases.recalculate import recalculate
from demo import framework
from shared.db.database import Database
from shared.events.event import partition_of
from shared.testing.callers import DISTRICT_A
from shared.values.ids import new_id

LEARNERS, ITEMS, PIECES = 4_200, 10, 24
METHOD = "latest"

_READ = """
select e.learner_id, e.item_id, e.evidence_id, e.score, e.observed_at, e.recorded_at, e.tie, e.kind
from evidence e
where not exists (select from evidence_void v where v.district_id = e.district_id and v.evidence_id = e.evidence_id)
  and not exists (select from evidence_correction c
                  where c.district_id = e.district_id and c.evidence_id = e.evidence_id)
order by e.learner_id, e.item_id
"""
_DETERMINATION = """insert into determination (district_id, learner_id, item_id, known_at, score, mastered, observed_at,
 deciding, pieces, cause) select $1, l, t, $7, s, s >= 3, o, e, $8, 'recalculation'
 from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::numeric[], $6::timestamptz[]) as n(l, t, e, s, o)"""
_MASTERY = """update mastery m set score = s, mastered = s >= 3, observed_at = o, deciding = e, pieces = $8,
 known_at = $7
 from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::numeric[], $6::timestamptz[]) as n(l, t, e, s, o)
 where m.district_id = $1 and m.learner_id = l and m.item_id = t"""
_OUTBOX = """insert into outbox (district_id, topic, key, shard, event_id, event_type, incarnation, sequence, body)
 select $1, 'trellis.competency.v1', k, h, e, 'mastery', 1, 1, b
 from unnest($2::text[], $3::smallint[], $4::uuid[], $5::bytea[]) as n(k, h, e, b)"""


def measure(engines: Engines, *, count: int = LEARNERS) -> Report:
    """Two databases of the same rows: one is recalculated, the other read and written by hand."""
    engines.urls("competency")
    token = engines.token()
    with process("shared", "competency", "api") as api:
        prepare(api, token, [])
        put_in_force(api, token, METHOD)
    who = learners(count)
    uvloop.run(_fill(engines.as_superuser("competency"), who))
    engines.stack.drop_database("by_hand")
    engines.stack.create_database("by_hand", template="competency")
    environment = engines.environment_of("competency")
    rows = count * ITEMS * PIECES
    by_hand = environment["COMPETENCY_DATABASE_URL"].rpartition("/")[0] + "/by_hand"
    limit, changed_there = uvloop.run(_by_hand(by_hand))
    seconds, changed, grown = uvloop.run(_recalculate())
    engines.stack.drop_database("by_hand")
    if changed != changed_there:
        raise SystemExit(f"recalculation: {changed} results changed, by hand {changed_there}")
    report = Report(
        [
            at_least(
                "recalculation", f"{rows:,} pieces of {count:,} learners", rows / seconds, rows / limit, "rows/s", 0.4
            ),
            Line("recalculation", "memory that the process grew by", f"{grown:.1f} MB"),
        ]
    )
    report.notes.append(
        f"{ITEMS} items a learner and {PIECES} pieces each; the district's policy becomes `{METHOD}`, by which "
        f"{changed:,} of {count * ITEMS:,} results are another. The job's own steps, one transaction each, until it "
        "says that it is done. The limit: one server-side cursor over the same rows, decoded, the newest piece kept, "
        "and the same results written (determination, mastery, an event of the same size in the outbox) a thousand at "
        "a time, by the app role over one connection, without locks, sequences or a place to go on from. Memory is "
        "counted from the first step's end to the last's."
    )
    return report


async def _fill(url: str, who: Sequence[UUID]) -> None:
    """Past foreign keys and row-level security, for which these rows are made to hold."""
    items = [UUID(framework.identifier(item.code)) for item in framework.targets()][:ITEMS]
    connection = await asyncpg.connect(url, command_timeout=300)
    await connection.execute("set session_replication_role = replica")
    for start in range(0, len(who), 500):
        some = list(who[start : start + 500])
        await connection.execute(_LEARNERS, DISTRICT_A, some)
        await connection.execute(_FILL, DISTRICT_A, some, items, PIECES)
    await connection.execute("vacuum analyze")
    await connection.execute("checkpoint")
    await connection.close()


async def _recalculate() -> tuple[float, int, float]:
    """Seconds, results that are another, and megabytes grown by."""
    settings = service.read_settings()
    database = Database(settings.worker_database_url.get_secret_value(), settings, application="bench", pool=2)
    memory = psutil.Process().memory_info
    try:
        await _step(database)
        began, before = perf_counter(), memory().rss
        while await _step(database):
            pass
        seconds, grown = perf_counter() - began, (memory().rss - before) / 1e6
        async with database.transaction(DISTRICT_A) as session:
            driver: Any = session.info["driver"]
            changed = await driver.fetchval("select gained + lost + other from recalculation")
    finally:
        await database.close()
    return seconds, changed, grown


async def _step(database: Database) -> bool:
    async with database.transaction(None) as session:
        return await recalculate(session)


async def _by_hand(url: str) -> tuple[float, int]:
    """Seconds, and results that are another."""
    reader, writer = await asyncio.gather(asyncpg.connect(url), asyncpg.connect(url))
    for connection in (reader, writer):
        await connection.execute("select set_config('app.district_id', $1, false)", str(DISTRICT_A))
    held = {(r["learner_id"], r["item_id"]): r["score"] for r in await reader.fetch("select * from mastery")}
    began, changed = perf_counter(), 0
    results: list[Any] = []
    async for newest in _newest(reader):
        if held[newest["learner_id"], newest["item_id"]] != newest["score"]:
            results.append(newest)
        if len(results) == 1000:
            changed += await _write(writer, results)
            results = []
    changed += await _write(writer, results)
    seconds = perf_counter() - began
    await asyncio.gather(reader.close(), writer.close())
    return seconds, changed


async def _newest(connection: asyncpg.Connection) -> AsyncIterator[Any]:
    """The newest piece of each learner and item, off a server-side cursor."""
    async with connection.transaction():
        cursor = await connection.cursor(_READ)
        rest: list[Any] = []
        while rows := await cursor.fetch(5000):
            groups = [list(group) for _, group in groupby([*rest, *rows], key=itemgetter("learner_id", "item_id"))]
            rest = groups.pop()
            for group in groups:
                yield max(group, key=itemgetter("observed_at"))
        yield max(rest, key=itemgetter("observed_at"))


async def _write(connection: asyncpg.Connection, results: Sequence[Any]) -> int:
    columns = ([r[name] for r in results] for name in ("learner_id", "item_id", "evidence_id", "score", "observed_at"))
    values = [DISTRICT_A, *columns, datetime.now(UTC), PIECES]
    keys = [str(r["learner_id"]) for r in results]
    bodies = [json.dumps({n: str(v) for n, v in r.items()}).encode() for r in results]
    async with connection.transaction():
        await connection.execute(_DETERMINATION, *values)
        await connection.execute(_MASTERY, *values)
        events = [keys, [partition_of(k) for k in keys], [new_id() for _ in keys], bodies]
        await connection.execute(_OUTBOX, DISTRICT_A, *events)
    return len(results)
