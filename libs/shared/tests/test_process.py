"""One process: what it says of itself, and how it ends."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from noted.events import make_event, note_effects
from noted.main import service
from sqlalchemy import text
from starlette.responses import PlainTextResponse

from shared.db import Database
from shared.events.apply import Subscription
from shared.process import Process, server_config
from shared.revision import revision_problem
from shared.settings import HttpSettings, KafkaSettings, PlatformSettings
from shared.testing import Tokens

BASE = "http://trellis.test"


@pytest.fixture
async def started(urls: Any) -> AsyncIterator[Process]:
    process = Process([service], api=True, worker=False)
    async with AsyncExitStack() as stack:
        await process._start(stack)
        yield process


def client(process: Process) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(process), base_url=BASE)


async def test_it_is_ready_once_it_has_its_keys_and_says_what_is_missing_before(started: Process) -> None:
    async with client(started) as http:
        assert (await http.get("/healthz")).json() == {"status": "alive"}
        before = await http.get("/readyz")
        assert before.status_code == 503
        assert "signing keys" in before.json()["problems"]["noted.api"]
        started.ring.use(Tokens().jwks())
        assert (await http.get("/readyz")).status_code == 200


async def seen(trusted: str, peer: str, forwarded: str) -> str:
    """The address that an app sees of a caller."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await PlainTextResponse(scope["client"][0])(scope, receive, send)

    http = HttpSettings(FORWARDED_ALLOW_IPS=trusted)
    config = server_config(app, http)
    config.load()
    transport = httpx.ASGITransport(config.loaded_app, client=(peer, 4711))
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as caller:
        return (await caller.get("/", headers={"X-Forwarded-For": forwarded})).text


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "is_from"),
    [
        ("", "127.0.0.1", "203.0.113.9", "127.0.0.1"),
        ("", "::1", "203.0.113.9", "::1"),
        ("172.30.83.0/24", "172.30.83.7", "203.0.113.9", "203.0.113.9"),
        ("172.30.83.0/24", "198.51.100.4", "203.0.113.9", "198.51.100.4"),
        ("172.30.83.0/24", "172.30.83.7", "203.0.113.9, 198.51.100.4", "198.51.100.4"),
        ("10.0.0.1, 172.30.83.0/24", "172.30.83.7", "6.6.6.6, 198.51.100.4, 10.0.0.1", "198.51.100.4"),
        ("fd00::/8", "fd00::7", "2001:db8::9", "2001:db8::9"),
    ],
)
async def test_where_a_request_comes_from_is_believed_of_our_own_proxies_only(
    trusted: str, peer: str, forwarded: str, is_from: str
) -> None:
    assert await seen(trusted, peer, forwarded) == is_from


def test_proxies_that_cannot_be_read_are_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "10.0.0.0/8, the-proxy")
    with pytest.raises(ValueError, match="the-proxy"):
        PlatformSettings()


async def test_draining_it_is_not_ready_and_tells_its_streams(started: Process) -> None:
    started.ring.use(Tokens().jwks())
    closing = started.apps["noted"].state.closing
    assert not closing.is_set()
    started.drain()
    async with client(started) as http:
        answer = await http.get("/readyz")
    assert (answer.status_code, answer.json()["problems"]) == (503, {"process": "shutting down"})
    assert closing.is_set()


async def test_without_its_database_it_is_alive_and_not_ready(started: Process) -> None:
    started.ring.use(Tokens().jwks())
    app = started.apps["noted"]
    there = app.state.database
    app.state.database = Database("postgresql://nobody:x@127.0.0.1:1/none", app.state.settings, application="away")
    async with client(started) as http:
        answer = await http.get("/readyz")
        assert answer.status_code == 503
        assert "database" in answer.json()["problems"]["noted.api"]
        assert (await http.get("/healthz")).status_code == 200
    await app.state.database.close()
    app.state.database = there


async def test_an_older_database_is_not_served_and_a_newer_one_is(urls: Any, worker: Database) -> None:
    owner = await asyncpg.connect(urls.owner)
    try:
        await owner.execute("update alembic_version set version_num = '0002'")
        assert await revision_problem(worker, service) is None
        await owner.execute("delete from alembic_version")
        assert "migrate" in str(await revision_problem(worker, service))
    finally:
        await owner.execute("delete from alembic_version")
        await owner.execute("insert into alembic_version values ('0001')")
        await owner.close()
    assert await revision_problem(worker, service) is None


@pytest.mark.parametrize("path", ["/", "/notedly", "/other/v1", "/healthz/x"])
async def test_an_address_of_no_service_is_a_problem_404(started: Process, path: str) -> None:
    async with client(started) as http:
        answer = await http.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_metrics_are_given_also_while_the_database_is_away(urls: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTED_WORKER_DATABASE_URL", "postgresql://nobody:x@127.0.0.1:1/none")
    reading = replace(service, subscriptions=[Subscription("reader", {make_event(): note_effects})])
    process = Process([reading], api=False, worker=True)
    async with client(process) as http:
        answer = await http.get("/metrics")
        ready = await http.get("/readyz")
    assert answer.status_code == 200
    assert "trellis_outbox_published_total" in answer.text
    assert "database" in ready.json()["problems"]["noted.worker"]


async def test_workers_run_and_stop_within_their_time(worker: Database, kafka: KafkaSettings, monkeypatch: Any) -> None:
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrap_servers)
    reading = replace(service, subscriptions=[Subscription("reader", {make_event(): note_effects})])
    process = Process([reading], api=False, worker=True)
    async with AsyncExitStack() as stack:
        await process._start(stack)
        async with client(process) as http, asyncio.timeout(20):
            while (await http.get("/readyz")).status_code != 200:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        stopping = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - stopping < 5
    async with worker.transaction(None) as session:
        assert await session.scalar(text("select count(*) from lease where expires_at > now()")) == 0


_SERVE = "from noted.main import service; from shared.process import serve; serve([service], api=True, worker=True)"


@pytest.mark.kafka
async def test_a_terminated_process_is_not_ready_first_then_lets_go_of_its_streams_and_ends(
    urls: Any, kafka: KafkaSettings
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "HTTP_PORT": str(port),
        "HTTP_DRAIN_SECONDS": "3",
        "KAFKA_BOOTSTRAP_SERVERS": kafka.bootstrap_servers,
        "PYTHONPATH": str(Path(__file__).parent),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _SERVE, env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
            await _alive(http)
            process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(2):
                while "process" not in (await http.get("/readyz")).json()["problems"]:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            assert (await http.get("/noted/v1/stream")).text == "one\ntwo\n"
        assert await asyncio.wait_for(process.wait(), 15) in (0, -signal.SIGTERM)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _alive(http: httpx.AsyncClient) -> None:
    async with asyncio.timeout(40):
        while True:
            try:
                await http.get("/healthz")
                return
            except httpx.TransportError:
                await asyncio.sleep(0.1)
