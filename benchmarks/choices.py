"""Figures behind two decisions: the driver, and statements that go past SQLAlchemy."""

import asyncio
import importlib.util
import json
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import uvloop
from sqlalchemy import text

from benchmarks import floor_app
from benchmarks.engines import Engines, process
from benchmarks.report import Report
from benchmarks.write_path import learners, prepare
from competency.main import service
from demo import framework
from shared.db.database import Database
from shared.db.query import Query
from shared.events.event import partition_of
from shared.testing.callers import DISTRICT_A
from shared.values.ids import new_id

SECONDS = 3.0
CONNECTIONS = (1, 16)
STATEMENTS = 3000

Write = Callable[[], Awaitable[None]]


class _Known(NamedTuple):
    learner_id: UUID
    announced: bool


_QUERY = "select learner_id, announced from learner where learner_id = any(cast(:ids as uuid[]))"


def measure(engines: Engines, *, seconds: float = SECONDS) -> Report:
    urls = engines.urls("competency")
    who = learners(1000)
    with process("shared", "competency", "api") as api:
        prepare(api, engines.token(), who)
    report = Report()
    drivers = uvloop.run(_drivers(urls.app, who, seconds))
    statements = uvloop.run(_statements(urls.app, who[:5]))
    report.profiles["Choices"] = f"{drivers}\n\n{statements}"
    return report


async def _drivers(url: str, who: list[UUID], seconds: float) -> str:
    rows = []
    for connections in CONNECTIONS:
        cells = [str(connections)]
        for make in (_asyncpg, _psycopg):
            if make is _psycopg and importlib.util.find_spec("psycopg") is None:
                cells += ["not installed", ""]
                continue
            writes, close = await make(url, who, connections)
            rate, cpu = await _rate(writes, seconds)
            await close()
            cells += [f"{rate:,.0f}", f"{cpu:.2f} ms"]
        rows.append("| " + " | ".join(cells) + " |")
    return (
        "**The driver.** The seven statements of the write path's limit (tenant, lock, evidence, read, determination "
        "and mastery, sequence, outbox) in one transaction, without HTTP, statements prepared by either driver, on "
        "uvloop:\n\n"
        "| connections | asyncpg, transactions/s | CPU each | psycopg 3 (async, C), transactions/s | CPU each |\n"
        "| --- | --- | --- | --- | --- |\n" + "\n".join(rows) + "\n\n"
        "psycopg is no dependency of ours: where it is not installed beside us, its columns say so."
    )


async def _rate(writes: list[Write], seconds: float) -> tuple[float, float]:
    """Transactions a second over these connections, and milliseconds of this process's processor for each."""
    count = 0

    async def again(write: Write, until: float) -> None:
        nonlocal count
        while time.perf_counter() < until:
            await write()
            count += 1

    await asyncio.gather(*(again(write, time.perf_counter() + 0.5) for write in writes))
    count, began, cpu = 0, time.perf_counter(), time.process_time()
    await asyncio.gather(*(again(write, began + seconds) for write in writes))
    return count / (time.perf_counter() - began), 1000 * (time.process_time() - cpu) / count


def _piece(who: list[UUID], n: int) -> tuple[UUID, UUID, Decimal, datetime]:
    items = [UUID(framework.identifier(item.code)) for item in framework.targets()]
    return who[n * 7 % len(who)], items[n % len(items)], Decimal(n % 9) / 2, datetime.now(UTC)


async def _asyncpg(url: str, who: list[UUID], connections: int) -> tuple[list[Write], Callable[[], Awaitable[None]]]:
    opened = [await asyncpg.connect(url) for _ in range(connections)]
    items = [UUID(framework.identifier(item.code)) for item in framework.targets()]
    number = 0

    def writer(c: Any) -> Write:
        async def write() -> None:
            nonlocal number
            number += 1
            n = number
            learner, item, score, at = (
                who[n * 7 % len(who)],
                items[n % len(items)],
                Decimal(n % 9) / 2,
                datetime.now(UTC),
            )
            async with c.transaction():
                await c.execute(floor_app._TENANT, str(DISTRICT_A))
                await c.fetch(floor_app._LOCK, learner)
                evidence = new_id()
                known = await c.fetchval(floor_app._EVIDENCE, DISTRICT_A, evidence, learner, item, score, at, "x")
                rows = await c.fetch(floor_app._READ, learner, item)
                best = max(rows, key=lambda row: row["score"])["score"]
                await c.execute(
                    floor_app._MASTERY, DISTRICT_A, learner, item, known, best, best >= 3, at, evidence, len(rows)
                )
                last = await c.fetchval(floor_app._SEQUENCE, DISTRICT_A, str(learner))
                body = json.dumps({"learner_id": str(learner), "item_id": str(item)}).encode()
                await c.execute(
                    floor_app._OUTBOX, DISTRICT_A, str(learner), partition_of(str(learner)), new_id(), new_id(),
                    last - 1, body,
                )  # fmt: skip

        return write

    async def close() -> None:
        for one in opened:
            await one.close()

    return [writer(one) for one in opened], close


def _pyformat(sql: str) -> str:
    """`$1` as psycopg names it: `%(p1)s`."""
    return re.sub(r"\$(\d+)", r"%(p\1)s", sql)


def _numbered(*values: object) -> dict[str, object]:
    return {f"p{n}": value for n, value in enumerate(values, 1)}


async def _psycopg(url: str, who: list[UUID], connections: int) -> tuple[list[Write], Callable[[], Awaitable[None]]]:
    import psycopg  # not ours; see `_drivers`

    opened = [await psycopg.AsyncConnection.connect(url, prepare_threshold=0) for _ in range(connections)]
    items = [UUID(framework.identifier(item.code)) for item in framework.targets()]
    names = ("_TENANT", "_LOCK", "_EVIDENCE", "_READ", "_MASTERY", "_SEQUENCE", "_OUTBOX")
    tenant, lock, evidence_, read, mastery, sequence, outbox = (_pyformat(getattr(floor_app, name)) for name in names)
    number = 0

    def writer(c: Any) -> Write:
        cursor = c.cursor(binary=True)

        async def one(sql: str, *values: object) -> Any:
            return await cursor.execute(sql, _numbered(*values), prepare=True)

        async def write() -> None:
            nonlocal number
            number += 1
            n = number
            learner, item, score, at = (
                who[n * 7 % len(who)],
                items[n % len(items)],
                Decimal(n % 9) / 2,
                datetime.now(UTC),
            )
            async with c.transaction():
                await one(tenant, str(DISTRICT_A))
                await (await one(lock, learner)).fetchall()
                evidence = new_id()
                [known] = await (await one(evidence_, DISTRICT_A, evidence, learner, item, score, at, "x")).fetchone()
                rows = await (await one(read, learner, item)).fetchall()
                best = max(row[0] for row in rows)
                await one(mastery, DISTRICT_A, learner, item, known, best, best >= 3, at, evidence, len(rows))
                [last] = await (await one(sequence, DISTRICT_A, str(learner))).fetchone()
                body = json.dumps({"learner_id": str(learner), "item_id": str(item)}).encode()
                await one(
                    outbox, DISTRICT_A, str(learner), partition_of(str(learner)), new_id(), new_id(), last - 1, body
                )

        return write

    async def close() -> None:
        for each in opened:
            await each.close()

    return [writer(each) for each in opened], close


async def _statements(url: str, ids: list[UUID]) -> str:
    """The same small read through SQLAlchemy and straight to the driver, in a session's own transaction."""
    database = Database(url, service.read_settings(), application="bench", pool=1)
    through, straight = text(_QUERY), Query(_QUERY, _Known)
    kinds: dict[str, Callable[[Any], Awaitable[Any]]] = {}

    async def by_session(session: Any) -> Any:
        return (await session.execute(through, {"ids": ids})).all()

    async def by_statement(session: Any) -> Any:
        return await straight.all(session, ids=ids)

    kinds = {"`session.execute(text(...))`": by_session, "`Query.all(session, ...)`": by_statement}
    rows = []
    for name, run in kinds.items():
        async with database.transaction(DISTRICT_A) as session:
            for _ in range(200):
                await run(session)
            began, cpu = time.perf_counter(), time.process_time()
            for _ in range(STATEMENTS):
                await run(session)
            wall, cpu = time.perf_counter() - began, time.process_time() - cpu
        rows.append(f"| {name} | {1e6 * cpu / STATEMENTS:.0f} us | {1e6 * wall / STATEMENTS:.0f} us |")
    empty: dict[str, Callable[[], AbstractAsyncContextManager[object]]] = {
        "an empty `Database.transaction`": lambda: database.transaction(DISTRICT_A),
        "an empty `Database.lean_transaction`": lambda: database.lean_transaction(DISTRICT_A),
    }
    for name, open_ in empty.items():
        for count in (100, 1000):
            began, cpu = time.perf_counter(), time.process_time()
            for _ in range(count):
                async with open_():
                    pass
            wall, cpu = time.perf_counter() - began, time.process_time() - cpu
        rows.append(f"| {name} | {1e6 * cpu / 1000:.0f} us | {1e6 * wall / 1000:.0f} us |")
    await database.close()
    return (
        "**SQLAlchemy or the driver.** One small read of five rows by an array, in one session, one connection; and "
        "what a transaction costs that holds nothing:\n\n| how | CPU of the service each | until the answer |\n"
        "| --- | --- | --- |\n" + "\n".join(rows)
    )
