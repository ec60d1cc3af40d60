"""Many open streams: ours beside a bare Starlette that sends the same bytes to as many."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import uvloop

from benchmarks import load
from benchmarks.engines import Engines, Running, process
from benchmarks.report import Line, Report
from benchmarks.sampled import Samples
from dashboards.main import service
from dashboards.progress.queries.writing import MasteryRow, change_mastery
from dashboards.stream.usecases.record_news import STREAM_WAKE
from shared.db.database import Database
from shared.db.wake import wake_after_commit
from shared.testing.callers import DISTRICT_A

CONNECTIONS = 500
OF_CALLER = 50
AT_ONCE = 20
SECONDS = 6.0


@dataclass
class Delivered:
    rate: float
    memory_kb: float


class _Reader(asyncio.Protocol):
    """Counts frames; a mark that two reads cut in half is found by the few bytes kept from the first."""

    MARK = b"event: mastery\n"

    def __init__(self, arrived: Callable[[int], None]) -> None:
        self._arrived = arrived
        self._rest = b""
        self.open = asyncio.get_running_loop().create_future()

    def data_received(self, data: bytes) -> None:
        seen = self._rest + data
        if not self.open.done() and b"event: ready" in seen:
            self.open.set_result(None)
        if count := seen.count(self.MARK):
            self._arrived(count)
            seen = seen[seen.rindex(self.MARK) + len(self.MARK) :]
        self._rest = seen[1 - len(self.MARK) :]


def measure(engines: Engines, *, seconds: float = SECONDS) -> Report:
    engines.clear_topics()
    engines.urls("dashboards")
    tokens = [engines.token(sub=f"reader-{n}") for n in range(CONNECTIONS // OF_CALLER)]
    found = engines.folder / "streams.json"
    with process("benchmarks.sampled", str(found), "shared", "dashboards", "api") as ours:
        mine = uvloop.run(_deliver(ours, tokens, seconds, _change))
    with process("benchmarks.floor_streams") as floor:
        bare = uvloop.run(_deliver(floor, tokens, seconds, _tell(floor)))
    report = Report()
    report.lines = [
        _reported("events delivered", mine.rate, bare.rate, "/s"),
        _reported("memory a connection", mine.memory_kb, bare.memory_kb, "KB"),
    ]
    report.notes.append(
        f"{CONNECTIONS} streams of one district open at once. {AT_ONCE} changes are committed together (the read "
        "model's own statement), then the next as soon as every stream has had all of them. Ours finds them by its "
        "poll, without a wake from another process. The limit: a Starlette `StreamingResponse` each, fed with the very "
        "bytes through a queue. Memory is what the process grew by while the streams were opened, for each."
    )
    report.profiles["SSE: where the time goes"] = "While delivering: " + Samples.read(found).in_words()
    return report


def _reported(what: str, ours: float, limit: float, unit: str) -> Line:
    return Line("SSE", what, f"{ours:,.0f} {unit}", f"{limit:,.0f} {unit}", ours / limit, "report")


async def _deliver(
    server: Running, tokens: list[str], seconds: float, change: Callable[[], Awaitable[None]]
) -> Delivered:
    arrived, target, complete = 0, 0, asyncio.Event()

    def arrive(count: int) -> None:
        nonlocal arrived
        arrived += count
        if arrived >= target:
            complete.set()

    loop = asyncio.get_running_loop()
    before, connections = server.resident_mb(), []
    for n in range(CONNECTIONS):
        transport, reader = await loop.create_connection(lambda: _Reader(arrive), "127.0.0.1", server.port)
        transport.write(load.get("/dashboards/v1/stream", tokens[n // OF_CALLER]))
        async with asyncio.timeout(10):
            await reader.open
        connections.append(transport)
    memory = (server.resident_mb() - before) * 1000 / CONNECTIONS
    if "benchmarks.sampled" in server.command:
        server.begin_samples()
    began = time.perf_counter()
    while time.perf_counter() < began + seconds:
        target += CONNECTIONS * AT_ONCE
        complete.clear()
        await change()
        async with asyncio.timeout(30):
            await complete.wait()
    rate = arrived / (time.perf_counter() - began)
    for transport in connections:
        transport.close()
    await asyncio.sleep(0.2)
    return Delivered(rate, memory)


_databases: list[Database] = []


async def _change() -> None:
    """As the consumer would write them: new learners each time, so that nothing is conflated."""
    if not _databases:
        settings = service.read_settings()
        url = settings.worker_database_url.get_secret_value()
        _databases.append(Database(url, settings, application="bench", pool=1))
    now = datetime.now(UTC)
    rows = [MasteryRow(uuid4(), uuid4(), Decimal(3), True, now, now, now) for _ in range(AT_ONCE)]
    async with _databases[0].transaction(DISTRICT_A) as session:
        await change_mastery(session, 1, DISTRICT_A, rows, live=True)
        wake_after_commit(session, STREAM_WAKE)


def _tell(floor: Running) -> Callable[[], Awaitable[None]]:
    async def tell() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", floor.port)
        writer.write(load.request(f"/tell?count={AT_ONCE}", b"", ""))
        await load.read_answer(reader)
        writer.close()

    return tell
