"""The transaction of a request: its tenant, its commit, and what a client that goes away leaves behind."""

import asyncio
import contextlib
import random
from dataclasses import replace
from uuid import uuid4

import pytest
from fastapi import APIRouter
from noted.main import service
from noted.models import metadata
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from devstack.provision import ServiceUrls
from libs.shared.tests.pools import pool_of
from shared.auth.jwks import JwksCache
from shared.db.database import Database
from shared.run.service import build_api
from shared.testing import DISTRICT_A, DISTRICT_B, RunningService, route_problems, table_problems

_TENANT = text("select current_setting('app.district_id', true)")
_WRITE = text("insert into note (district_id, note_id, words) values (:district_id, :note_id, 'x')")
_COUNT = text("select count(*) from note")
_OPEN = text("""
select count(*) from pg_stat_activity
where datname = current_database() and application_name = 'trellis-noted-api' and state like 'idle in transaction%'
""")


def row(district_id: object) -> dict[str, object]:
    return {"district_id": district_id, "note_id": uuid4()}


async def test_every_table_and_route_says_whose_it_is(noted: RunningService) -> None:
    assert await table_problems(noted.worker, metadata, "noted") == []
    assert route_problems(noted.app) == []


async def test_a_route_that_does_not_say_whose_it_is_is_found(noted: RunningService) -> None:
    careless = APIRouter(prefix="/noted/v1")
    careless.get("/careless")(lambda: "x")
    outer = APIRouter()
    outer.include_router(careless)
    app = build_api(replace(service, routers=[outer]), noted.app.context.platform, JwksCache(""))
    assert route_problems(app) == ["['GET'] /noted/v1/careless neither needs a scope nor is Public"]


async def test_a_commit_that_fails_is_not_answered_as_a_success(noted: RunningService) -> None:
    async with noted.client(DISTRICT_A, "noted.write") as client:
        first = await client.post("/noted/v1/notes", json={"words": "a", "slot": 1})
        second = await client.post("/noted/v1/notes", json={"words": "b", "slot": 1})
    assert first.status_code == 201
    assert second.status_code == 409
    assert second.headers["content-type"] == "application/problem+json"


async def test_the_tenant_is_the_callers_district_and_nothing_else(noted: RunningService) -> None:
    async with noted.client(DISTRICT_A, "noted.read") as client:
        assert (await client.get("/noted/v1/tenant")).json() == {"tenant": str(DISTRICT_A)}
    async with noted.client() as client:
        assert (await client.get("/noted/v1/open")).json()["tenant"] in (None, "")


async def test_the_tenant_is_gone_from_a_connection_that_is_used_again(
    urls: ServiceUrls, noted: RunningService
) -> None:
    database = Database(urls.app, noted.app.context.settings, application="one", pool=1)
    try:
        async with database.transaction(DISTRICT_A) as session:
            assert await session.scalar(_TENANT) == str(DISTRICT_A)
            process = await session.scalar(text("select pg_backend_pid()"))
        async with database.transaction(None) as session:
            assert await session.scalar(text("select pg_backend_pid()")) == process
            assert await session.scalar(_TENANT) == ""
    finally:
        await database.close()


async def test_a_transaction_that_fails_leaves_nothing(app: Database) -> None:
    with contextlib.suppress(DBAPIError):
        async with app.transaction(DISTRICT_A) as session:
            await session.execute(_WRITE, row(DISTRICT_A))
            await session.execute(text("select 1/0"))
    async with app.transaction(DISTRICT_A) as session:
        assert await session.scalar(_COUNT) == 0


async def test_without_a_tenant_there_are_no_rows_and_none_can_be_written(app: Database) -> None:
    async with app.transaction(DISTRICT_A) as session:
        await session.execute(_WRITE, row(DISTRICT_A))
    async with app.transaction(None) as session:
        assert await session.scalar(_COUNT) == 0
    with pytest.raises(DBAPIError, match="row-level security"):
        async with app.transaction(None) as session:
            await session.execute(_WRITE, row(DISTRICT_A))


async def test_a_row_of_another_district_can_neither_be_seen_nor_written(app: Database) -> None:
    async with app.transaction(DISTRICT_A) as session:
        await session.execute(_WRITE, row(DISTRICT_A))
    async with app.transaction(DISTRICT_B) as session:
        assert await session.scalar(_COUNT) == 0
        assert (await session.execute(text("delete from note returning 1"))).all() == []
    with pytest.raises(DBAPIError, match="row-level security"):
        async with app.transaction(DISTRICT_B) as session:
            await session.execute(_WRITE, row(DISTRICT_A))
    with pytest.raises(DBAPIError, match="row-level security"):
        async with app.transaction(DISTRICT_A) as session:
            await session.execute(text("update note set district_id = :other"), {"other": DISTRICT_B})


async def test_both_parties_of_a_pact_see_it_and_only_the_first_writes_it(app: Database) -> None:
    pact = {"pact_id": uuid4(), "offerer": DISTRICT_A, "taker": DISTRICT_B}
    write = text("insert into pact (pact_id, offerer_id, taker_id) values (:pact_id, :offerer, :taker)")
    with pytest.raises(DBAPIError, match="row-level security"):
        async with app.transaction(DISTRICT_B) as session:
            await session.execute(write, pact)
    async with app.transaction(DISTRICT_A) as session:
        await session.execute(write, pact)
    for district, seen in ((DISTRICT_A, 1), (DISTRICT_B, 1), (uuid4(), 0), (None, 0)):
        async with app.transaction(district) as session:
            assert await session.scalar(text("select count(*) from pact")) == seen


@pytest.mark.parametrize("table", ["lease", "consumer_offset", "consumer_inbox", "consumer_parked", "consumer_key"])
async def test_the_app_role_cannot_reach_platform_tables(app: Database, table: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        async with app.transaction(DISTRICT_A) as session:
            await session.execute(text(f"select * from {table}"))


async def test_the_app_role_writes_the_outbox_and_cannot_read_it(app: Database) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        async with app.transaction(DISTRICT_A) as session:
            await session.execute(text("select * from outbox"))


@pytest.mark.parametrize("role", ["app", "worker"])
async def test_a_serving_role_cannot_change_the_schema(app: Database, worker: Database, role: str) -> None:
    database = {"app": app, "worker": worker}[role]
    for statement in ("create table mine (x int)", "alter table note disable row level security", "truncate note"):
        with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
            async with database.transaction(DISTRICT_A) as session:
                await session.execute(text(statement))


async def test_clients_that_drop_leave_no_transaction_no_tenant_and_no_lost_connection(noted: RunningService) -> None:
    chance = random.Random(7)

    async def dropping(n: int) -> None:
        path = ["/noted/v1/slow?seconds=0.05", "/noted/v1/tenant", "/noted/v1/notes"][n % 3]
        async with noted.client(DISTRICT_A, "noted.read", "noted.write") as client:
            call = (
                client.post(path, json={"words": "wait"}, headers={"Idempotency-Key": str(n)})
                if n % 6 == 5
                else client.get(path)
            )
            task = asyncio.create_task(call)
            await asyncio.sleep(chance.random() * 0.5)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    await asyncio.gather(*(dropping(n) for n in range(200)))
    pool = pool_of(noted.app.context.database)
    assert pool.checkedout() == 0
    async with noted.worker.transaction(None) as session:
        assert await session.scalar(_OPEN) == 0
    async with noted.client() as client:
        answers = await asyncio.gather(*(client.get("/noted/v1/open") for _ in range(20)))
    assert {answer.json()["tenant"] or "" for answer in answers} == {""}
    assert pool.checkedin() + pool.checkedout() <= pool.size()
