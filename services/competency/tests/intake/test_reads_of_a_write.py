"""What a write reads does not grow with what its district has, also while the tables have no statistics yet: a plan
made for empty tables is kept until the database has looked at them anew.
"""

import asyncio
import json
from collections.abc import Callable
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from competency.main import service
from demo import framework as demo_framework
from devstack.provision import ServiceUrls
from services.competency.tests.pieces import ALL, piece
from shared.run.service import Service
from shared.testing import DISTRICT_A, LEARNER_ID_KEY, run_service
from shared.values.ids import mint_learner_id

EVIDENCE = "/competency/v1/evidence"
ITEMS = [demo_framework.identifier(item.code) for item in demo_framework.targets()][:10]
LEARNERS, KEYED, POSTS, MOST_READ = 500, 300, 20, 12
LINES = LEARNERS * len(ITEMS)
# Of these a write looks up what it needs by key; the framework's own tables are small, and kept whole in a few pages.
TABLES = ["evidence", "mastery", "learner", "idempotency", "credential", "evidence_void", "evidence_correction"]
READ = """
select relname, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as read, n_tup_ins as written
from pg_stat_user_tables where relname = any($1)
"""


@pytest.fixture
async def empty(databases: Callable[[Service], ServiceUrls]) -> ServiceUrls:
    """A database with the framework and without evidence."""
    urls = databases(service)
    async with run_service(service, urls) as running, running.client(DISTRICT_A, *ALL) as client:
        package = json.dumps(demo_framework.package())
        await client.post("/competency/v1/frameworks/import", content=package)
    await keep_without_statistics(urls)
    return urls


async def test_a_write_reads_a_few_rows_of_each_table_however_it_was_planned_when_they_were_empty(
    empty: ServiceUrls,
) -> None:
    learners = [mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(LEARNERS)]
    async with run_service(service, empty) as running, running.client(DISTRICT_A, *ALL) as client:
        for learner in learners[:10]:  # by now the database plans anew no more
            await post(client, learner, ITEMS[0])
        await fill(empty, learners)
        before = await read_so_far(empty, written=LINES + KEYED)
        for learner in learners[:POSTS]:
            await post(client, learner, ITEMS[1])
    assert_few(before, await read_so_far(empty, written=10 + LINES + KEYED + POSTS), POSTS)


async def test_a_file_reads_a_few_rows_a_line_however_it_was_planned_when_the_tables_were_empty(
    empty: ServiceUrls,
) -> None:
    learners = [mint_learner_id(DISTRICT_A, LEARNER_ID_KEY) for _ in range(LEARNERS)]
    before = await read_so_far(empty, written=0)
    async with run_service(service, empty) as running, running.client(DISTRICT_A, *ALL) as client:
        for learner in learners[:10]:
            await post(client, learner, ITEMS[0])
        await send(client, learners)
    assert_few(before, await read_so_far(empty, written=10 + LINES), LINES)


async def keep_without_statistics(urls: ServiceUrls) -> None:
    """Has the database look at none of these tables by itself. Once it has, it rightly reads one of few pages whole."""
    connection = await asyncpg.connect(urls.owner.replace("+asyncpg", ""))
    try:
        for table in TABLES:
            await connection.execute(f"alter table {table} set (autovacuum_enabled = off)")
    finally:
        await connection.close()


async def fill(urls: ServiceUrls, learners: list[UUID]) -> None:
    """As another process of the service does."""
    async with run_service(service, urls) as running, running.client(DISTRICT_A, *ALL) as client:
        await send(client, learners)
        await asyncio.gather(*(post(client, learners[n % LEARNERS], ITEMS[0]) for n in range(KEYED)))


async def send(client: httpx.AsyncClient, learners: list[UUID]) -> None:
    lines = [piece(who, item, external_id=f"{who} {item}") for who in learners for item in ITEMS]
    headers = {"content-type": "application/x-ndjson"}
    report = await client.post(f"{EVIDENCE}/batch", content="\n".join(map(json.dumps, lines)), headers=headers)
    assert report.json()["refused"] == 0, report.text


def assert_few(before: dict[str, int], after: dict[str, int], writes: int) -> None:
    read = {table: (after[table] - before[table]) / writes for table in TABLES}
    assert {table: rows for table, rows in read.items() if rows > MOST_READ} == {}, read


async def post(client: httpx.AsyncClient, learner: UUID, item: str) -> None:
    body = piece(learner, item, 3, external_id=str(uuid4()))
    answer = await client.post(EVIDENCE, json=body, headers={"idempotency-key": str(uuid4())})
    assert answer.status_code == 201, answer.text


async def read_so_far(urls: ServiceUrls, *, written: int) -> dict[str, int]:
    """Rows read of each table, once the closed connections have told the statistics of all that was written."""
    connection = await asyncpg.connect(urls.owner.replace("+asyncpg", ""))
    try:
        async with asyncio.timeout(30):
            while True:
                found = {row["relname"]: row for row in await connection.fetch(READ, TABLES)}
                if found["evidence"]["written"] >= written:
                    return {table: row["read"] for table, row in found.items()}
                await asyncio.sleep(0.1)
    finally:
        await connection.close()
