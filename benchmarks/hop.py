"""From a commit to a frame at a connected client: ours in one process and in four, beside the bare engines."""

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import uvloop
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from benchmarks import load
from benchmarks.engines import ALL, Engines, Running, process
from benchmarks.report import Line, Report, at_most
from benchmarks.sampled import Samples
from benchmarks.write_path import learners, prepare
from demo import framework

RATE = 50
SECONDS = 10.0
WARM_UP = 2.0
TOPIC = "bench.hop"


@dataclass
class Latencies:
    """Seconds, sorted."""

    values: list[float]

    def ms(self, share: float) -> float:
        return 1000 * self.values[min(len(self.values) - 1, int(share * len(self.values)))]


def measure(engines: Engines, *, seconds: float = SECONDS) -> Report:
    report = Report()
    engines.clear_topics()
    flushed = uvloop.run(_bare(engines, seconds, flushed=True))
    unflushed = uvloop.run(_bare(engines, seconds, flushed=False))
    with _platform(engines), one_process() as (api, stream):
        one = _ours(engines, api, stream, seconds)
        engines.set_flushed("trellis.competency.v1", flushed=False)
        one_unflushed = _ours(engines, api, stream, seconds)
    engines.clear_topics()
    with _platform(engines), four_processes() as (api, stream):
        four = _ours(engines, api, stream, seconds)
    for share, name, aim in ((0.5, "p50", 2.0), (0.99, "p99", 3.0)):
        report.lines += [
            at_most("hop", f"{name}, all in one process", one.ms(share), flushed.ms(share), "ms", aim),
            at_most("hop", f"{name}, Kafka not flushing", one_unflushed.ms(share), unflushed.ms(share), "ms", aim),
            _reported(f"{name}, four processes", four.ms(share), flushed.ms(share)),
        ]  # fmt: skip
    report.notes.append(
        f"{RATE} writes/s for {seconds:.0f} s, each of another learner, sent by the clock and not by the answers. Ours "
        "runs from the arrival of the 201 (the commit lies just before) to the arrival of the learner's frame. "
        "The limit, in one process on uvloop: an insert committed by asyncpg, its bytes sent by aiokafka (idempotent, "
        "acks=all) and got back by `getmany`, and a second insert committed. The four processes are competency's api "
        "and worker, dashboards' worker and api. *Kafka not flushing*: `flush.messages` of the topic left to the "
        "operating system, as a cluster with replicas has it, on both sides."
    )
    if report.missed():
        report.profiles["Hop: where the time goes"] = profile(engines, seconds)
    return report


def _reported(what: str, ours: float, limit: float) -> Line:
    return Line("hop", what, f"{ours:,.1f} ms", f"{limit:,.1f} ms", ours / limit, "report")


def profile(engines: Engines, seconds: float = SECONDS) -> str:
    """The one process again, sampled: what its processor time goes into at this rate."""
    file = engines.folder / "hop.json"
    engines.clear_topics()
    with _platform(engines), one_process("benchmarks.sampled", str(file)) as (api, stream):
        _ours(engines, api, stream, 2.0)  # statements prepared, plans made
        api.begin_samples()
        cpu, began = api.cpu_seconds(), time.monotonic()
        found = _ours(engines, api, stream, seconds)
        cpu, took = api.cpu_seconds() - cpu, time.monotonic() - began
    return (
        "From the commit on an event waits for: the relay's read, Kafka (which flushes each partition's batch by "
        "itself; ours go to 16 partitions, the limit's to one), the consumer's transaction with its guards (seven "
        "round trips and a commit, where the limit makes one statement), and the stream's read. All in one process "
        "share one core's worth of Python with the write itself and with the partners' fan-out of the same event. "
        f"All in one process at {RATE} writes/s, sampled (p50 {found.ms(0.5):.1f} ms meanwhile): the process uses "
        f"{100 * cpu / took:.0f} % of one core, {1000 * cpu / (RATE * (seconds + WARM_UP)):.1f} ms a write. "
        + Samples.read(Path(file)).in_words(most=9)
    )


@contextmanager
def _platform(engines: Engines) -> Iterator[None]:
    for service in ALL:
        engines.urls(service)
    yield


@contextmanager
def one_process(*through: str) -> Iterator[tuple[Running, Running]]:
    with process(*through, "shared", "all", "run") as everything:
        yield everything, everything


@contextmanager
def four_processes() -> Iterator[tuple[Running, Running]]:
    with (
        process("shared", "competency", "api") as api,
        process("shared", "competency", "worker"),
        process("shared", "dashboards", "worker"),
        process("shared", "dashboards", "api") as stream,
    ):
        yield api, stream


def _ours(engines: Engines, api: Running, stream: Running, seconds: float) -> Latencies:
    item = framework.identifier(framework.targets()[1].code)
    pieces = {str(one): piece(str(one), item, 3) for one in learners(int(RATE * (seconds + WARM_UP)))}
    token = engines.token()
    prepare(api, token, [])
    return uvloop.run(_write_and_listen(api.port, stream.port, token, pieces))


async def _write_and_listen(api: int, stream: int, token: str, pieces: Mapping[str, bytes]) -> Latencies:
    seen: dict[str, float] = {}
    async with listening(stream, token) as frames:
        reading = asyncio.create_task(_note_arrivals(frames, seen))
        committed = await write_steadily(api, token, pieces)
        await all_seen(seen, pieces)
        reading.cancel()
    return between(committed, seen)


async def all_seen(seen: Mapping[str, float], sent: Mapping[str, bytes]) -> None:
    async with asyncio.timeout(60):
        while len(seen) < len(sent):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def between(committed: Mapping[str, float], seen: Mapping[str, float]) -> Latencies:
    """From each commit to its arrival, the warm-up left out."""
    measured = list(committed)[int(RATE * WARM_UP) :]
    return Latencies(sorted(seen[one] - committed[one] for one in measured))


async def _note_arrivals(frames: AsyncIterator[bytes], seen: dict[str, float]) -> None:
    async for data in frames:
        seen.setdefault(json.loads(data)["learner_id"], time.perf_counter())


def piece(learner: str, item: str, score: float) -> bytes:
    said = {
        "learner_id": learner, "item_id": item, "score": score, "observed_at": "2026-10-01T10:00:00Z", "source": "hop",
    }  # fmt: skip
    return json.dumps(said).encode()


async def write_steadily(port: int, token: str, pieces: Mapping[str, bytes]) -> dict[str, float]:
    """Send these, `RATE` a second by the clock; when the answer to each arrived."""
    committed: dict[str, float] = {}
    free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _ in range(8):
        free.put_nowait(await asyncio.open_connection("127.0.0.1", port))

    async def write(name: str) -> None:
        reader, writer = await free.get()
        writer.write(load.request("/competency/v1/evidence", pieces[name], token))
        head, answer = await load.read_answer(reader)
        committed[name] = time.perf_counter()
        free.put_nowait((reader, writer))
        if head[9:12] != b"201":
            raise RuntimeError(f"{head[:40]!r} {answer[:300]!r}")

    generator = random.Random(11)
    begin, tasks = time.perf_counter(), []
    for n, name in enumerate(pieces):
        due = begin + (n + generator.random()) / RATE
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(write(name)))
    await asyncio.gather(*tasks)
    while not free.empty():
        free.get_nowait()[1].close()
    return committed


@asynccontextmanager
async def listening(port: int, token: str) -> AsyncIterator[AsyncIterator[bytes]]:
    """An open stream, once it is ready; gives the data of its mastery frames."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    writer.write(f"GET /dashboards/v1/stream HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise RuntimeError(f"no stream: {head!r}")
    await reader.readuntil(b"event: ready")

    async def frames() -> AsyncIterator[bytes]:
        async for line in reader:
            if line.startswith(b'data: {"'):
                yield line[6:]

    try:
        yield frames()
    finally:
        writer.close()


async def _bare(engines: Engines, seconds: float, *, flushed: bool) -> Latencies:
    """What the engines themselves take: commit, produce, fetch, commit."""
    topic = f"{TOPIC}.{'flushed' if flushed else 'unflushed'}"
    await engines.make_topic(topic, partitions=1, flushed=flushed)
    body = b"x" * 300
    servers = engines.stack.bootstrap_servers
    producer = AIOKafkaProducer(bootstrap_servers=servers, acks="all", enable_idempotence=True)
    consumer = AIOKafkaConsumer(bootstrap_servers=servers, auto_offset_reset="earliest")
    arrived: dict[bytes, asyncio.Future[None]] = {}

    async def receive() -> None:
        while True:
            for records in (await consumer.getmany(timeout_ms=500)).values():
                for record in records:
                    arrived[record.key].set_result(None)

    async def hop(n: int) -> float:
        key = str(n).encode()
        begin = time.perf_counter()
        arrived[key] = asyncio.get_running_loop().create_future()
        await pool.execute("insert into bare (body) values ($1)", body)
        await producer.send(topic, body, key=key, partition=0)
        await arrived[key]
        await pool.execute("insert into bare (body) values ($1)", body)
        return time.perf_counter() - begin

    async with asyncpg.create_pool(engines.bare_database(), min_size=10, max_size=10) as pool:
        await pool.execute("create table if not exists bare (id bigint generated always as identity, body bytea)")
        await producer.start()
        await consumer.start()
        consumer.assign([TopicPartition(topic, 0)])
        receiving = asyncio.create_task(receive())
        values = await _by_the_clock(hop, int(RATE * (seconds + WARM_UP)))
        receiving.cancel()
        await asyncio.gather(receiving, return_exceptions=True)
        await consumer.stop()
        await producer.stop()
    return Latencies(sorted(values[int(RATE * WARM_UP) :]))


async def _by_the_clock(hop: Callable[[int], Awaitable[float]], count: int) -> list[float]:
    generator = random.Random(11)
    begin, tasks = time.perf_counter(), []
    for n in range(count):
        await asyncio.sleep(max(0.0, begin + (n + generator.random()) / RATE - time.perf_counter()))
        tasks.append(asyncio.ensure_future(hop(n)))
    return list(await asyncio.gather(*tasks))
