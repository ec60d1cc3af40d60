"""One process: what it says of itself, and how it drains."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest
from noted.events import make_event, note_effects
from noted.main import service
from sqlalchemy import text
from starlette.responses import PlainTextResponse

from shared.db.database import Database
from shared.errors import Unavailable
from shared.events.apply import Subscription
from shared.migrations import migrate
from shared.run.process import Process, server_config
from shared.run.revision import revision_problem
from shared.settings import HttpSettings, KafkaSettings, PlatformSettings
from shared.testing import DISTRICT_A, RunningService, Tokens

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
        started.jwks.use(Tokens().jwks())
        assert (await http.get("/readyz")).status_code == 200


async def test_why_it_has_no_keys_is_said_at_readyz_and_once_in_the_log(
    urls: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    async def none_yet(_: Any) -> dict[str, Any]:
        raise Unavailable("Run this and that.")

    process = Process([replace(service, keys=none_yet)], api=True, worker=False)
    async with AsyncExitStack() as stack:
        await process._start(stack)
        for _ in range(3):
            await process.jwks.refresh()
        async with client(process) as http:
            problem = (await http.get("/readyz")).json()["problems"]["noted.api"]
    assert problem == "no signing keys yet from this service's own database: Run this and that."
    assert capsys.readouterr().out.count("auth.keys_not_fetched") == 1


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
    started.jwks.use(Tokens().jwks())
    closing = started.apps["noted"].closing
    assert not closing.is_set()
    started.drain()
    async with client(started) as http:
        answer = await http.get("/readyz")
    assert (answer.status_code, answer.json()["problems"]) == (503, {"process": "shutting down"})
    assert closing.is_set()


async def test_draining_it_lets_go_of_each_connection_with_its_answer(started: Process) -> None:
    async with client(started) as http:
        assert "connection" not in (await http.get("/noted/v1/notes")).headers
        started.drain()
        assert (await http.get("/noted/v1/notes")).headers["connection"] == "close"


def test_a_connection_is_kept_for_longer_than_by_the_proxies_before_us() -> None:
    """nginx, ingress-nginx and the large clouds' load balancers for applications keep an idle one for 60 s."""
    assert HttpSettings().keep_alive_seconds > 60


async def test_without_its_database_it_is_alive_and_not_ready(started: Process) -> None:
    started.jwks.use(Tokens().jwks())
    app = started.apps["noted"]
    there = app.context.database
    app.context.database = Database("postgresql://nobody:x@127.0.0.1:1/none", app.context.settings, application="away")
    async with client(started) as http:
        answer = await http.get("/readyz")
        assert answer.status_code == 503
        assert "database" in answer.json()["problems"]["noted.api"]
        assert (await http.get("/healthz")).status_code == 200
    await app.context.database.close()
    app.context.database = there


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


async def test_an_older_image_starts_on_a_database_that_a_newer_one_has_migrated(urls: Any, worker: Database) -> None:
    owner = await asyncpg.connect(urls.owner)
    try:
        await owner.execute("update alembic_version set version_num = '0099'")
        await asyncio.to_thread(migrate, service)
        assert await owner.fetchval("select version_num from alembic_version") == "0099"
        assert await revision_problem(worker, service) is None
        await owner.execute("update alembic_version set version_num = 'f00d'")
        assert "f00d, which is no revision of noted" in str(await revision_problem(worker, service))
    finally:
        await owner.execute("update alembic_version set version_num = '0001'")
        await owner.close()


async def test_a_database_that_was_never_migrated_is_said_to_be_so(stack: Any, urls: Any) -> None:
    name = f"empty_{uuid4().hex[:8]}"
    stack.create_database(name)
    empty = Database(f"{stack.admin_url.rpartition('/')[0]}/{name}", service.read_settings(), application="test")
    try:
        assert "is at nothing" in str(await revision_problem(empty, service))
    finally:
        await empty.close()
        stack.drop_database(name)


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


async def test_a_change_that_is_cut_off_at_the_end_may_have_been_carried_out_and_says_so(noted: RunningService) -> None:
    async with noted.client(DISTRICT_A, "noted.write") as client:
        call = asyncio.create_task(client.post("/noted/v1/notes", json={"words": "wait"}))
        await asyncio.sleep(0.15)
        noted.app.closing.set()
        call.cancel()
        answer = await call
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (503, "outcome-unknown")
