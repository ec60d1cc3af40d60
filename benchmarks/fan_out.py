"""From a commit to a partner's webhook, under an agreement that discloses by pseudonym."""

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Any

import uvloop

from benchmarks.engines import ALL, Engines
from benchmarks.hop import RATE, WARM_UP, Latencies, _bare, all_seen, between, piece, write_steadily
from benchmarks.report import Line, Report
from devstack.ports import free_port
from tests.integration.network import Network, network
from tests.integration.platform import Platform

SECONDS = 10.0
SCORES = [n / 2 for n in range(1, 9)]


def measure(engines: Engines, *, seconds: float = SECONDS) -> Report:
    engines.clear_topics()
    receiver = free_port()
    urls = {service: engines.urls(service) for service in ALL}
    limit = uvloop.run(_bare(engines, seconds, flushed=True))
    engines.clear_topics()
    platform = _platform(engines, urls, receiver)
    try:
        platform.start_all(ready=False)
        platform.wait_answering("all")
        platform.bootstrap()
        platform.wait_ready("all")
        ours = uvloop.run(_measure(platform, receiver, seconds))
    finally:
        platform.stop()
    report = Report()
    for share, name in ((0.5, "p50"), (0.99, "p99")):
        mine, bare = ours.ms(share), limit.ms(share)
        what = f"{name}, all in one process"
        report.lines.append(Line("fan-out", what, f"{mine:,.1f} ms", f"{bare:,.1f} ms", mine / bare, "report"))
    report.notes.append(
        f"{RATE} writes/s for {seconds:.0f} s in district A, whose agreement with B discloses mastery by pseudonym; "
        "from the arrival of the 201 to the arrival of the signed request at B's endpoint, by way of competency's "
        "outbox, Kafka, B's feed, A's disclosure log and the delivery queue. The limit is that of the hop, measured "
        "again: one Kafka hop and two commits, where this path commits four times (write, feed and log, claim, and "
        "the call's result, of which the last is not waited for)."
    )
    return report


def _platform(engines: Engines, urls: Mapping[str, Any], receiver: int) -> Platform:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    environment = {name: value for service in ALL for name, value in engines.environment_of(service).items()}
    environment |= engines.process_environment() | {
        "AUTH_ISSUER": base, "AUTH_JWKS_URL": f"{base}/.well-known/jwks.json", "HTTP_PUBLIC_URL": base,
        "PARTNERS_WEBHOOK_ALLOWED": f"127.0.0.1:{receiver}",
    }  # fmt: skip
    return Platform(engines.stack, engines.folder, environment, dict(urls), port)


async def _measure(platform: Platform, receiver: int, seconds: float) -> Latencies:
    two = await network(platform)
    pieces = _pieces(two, int(RATE * (seconds + WARM_UP)))
    seen: dict[str, float] = {}
    server = await asyncio.start_server(lambda r, w: _receive(r, w, seen), "127.0.0.1", receiver)
    async with server, platform.caller(two.a) as of_a, platform.caller(two.b) as of_b:
        url = f"http://127.0.0.1:{receiver}/hook"
        await of_b.post("/partners/v1/webhooks", {"url": url, "kinds": ["mastery.disclosed"]})
        committed = await write_steadily(platform.port, await of_a._bearer(), pieces)
        await all_seen(seen, pieces)
    return between(committed, seen)


def _pieces(two: Network, count: int) -> dict[str, bytes]:
    """Each another item and score, which is what the partner is told and so what they are recognised by."""
    pieces = {}
    for n in range(count):
        item, turn = two.items[n % len(two.items)], n // len(two.items)
        learner = two.learners[(n + turn) % len(two.learners)]
        pieces[f"{item} {SCORES[turn]:g}"] = piece(learner, item, SCORES[turn])
    return pieces


async def _receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: dict[str, float]) -> None:
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
            data = json.loads(await reader.readexactly(length))["data"]
            seen.setdefault(f"{data['item_id']} {data['score']:g}", time.perf_counter())
            writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionResetError, asyncio.CancelledError):
        writer.close()
