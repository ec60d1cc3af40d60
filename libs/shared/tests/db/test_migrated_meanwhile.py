"""A migration that changes what a prepared statement answers, while the release before still serves."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from noted.events import NewEvent, note_effects
from noted.readers import Readers, running
from sqlalchemy import text

from shared.db.database import Database
from shared.db.driver_errors import is_plan_outdated
from shared.db.query import Scalar
from shared.db.sharing import SharedWrites
from shared.run.jobs import Job, JobRunner
from shared.settings import KafkaSettings
from shared.testing import DISTRICT_A, RunningService

SCOPES = ("noted.read", "noted.write")
NOTES = "/noted/v1/notes"

Migrate = Callable[[], Awaitable[None]]

_LOOK = text("select words from note")
_WRITE = Scalar(
    """
insert into note (district_id, note_id, words) values (:district_id, :note_id, :words) returning words
""",
    str,
)


@pytest.fixture
async def migrate(urls: Any) -> AsyncIterator[Migrate]:
    """Changes the type of two columns, as a later migration may; changed back in the end."""
    owner = await asyncpg.connect(urls.owner)

    async def to(kind: str) -> None:
        await owner.execute(f"alter table note alter words type {kind}; alter table effect alter words type {kind}")

    yield lambda: to("varchar(300)")
    await to("text")
    await owner.close()


@asynccontextmanager
async def all_at_once(database: Database, count: int) -> AsyncIterator[list[Any]]:
    """So many transactions, each on a connection of its own."""
    opened = [database.transaction(DISTRICT_A) for _ in range(count)]
    sessions = [await each.__aenter__() for each in opened]
    yield sessions
    for each in opened:
        await each.__aexit__(None, None, None)


async def test_reading_goes_on_as_if_nothing_had_happened(noted: RunningService, migrate: Migrate) -> None:
    async with noted.client(DISTRICT_A, *SCOPES) as client:
        written = await client.post(NOTES, json={"words": "a"})
        paths = [NOTES, written.headers["Location"]] * 4
        before = await asyncio.gather(*(client.get(path) for path in paths))
        await migrate()
        after = await asyncio.gather(*(client.get(path) for path in paths))
    assert [answer.status_code for answer in after] == [200] * 8
    assert [answer.json() for answer in after] == [answer.json() for answer in before]


async def test_a_change_is_told_to_come_again_once_and_is_carried_out_then(
    noted: RunningService, migrate: Migrate
) -> None:
    async with noted.client(DISTRICT_A, *SCOPES) as client:
        written = await client.post(NOTES, json={"words": "a"})
        path, tag = written.headers["Location"], {"If-Match": written.headers["ETag"]}
        await client.get(path)
        await migrate()
        refused = await client.put(path, json={"words": "b"}, headers=tag)
        done = await client.put(path, json={"words": "b"}, headers=tag)
        words = (await client.get(path)).json()["words"]
    assert (refused.status_code, refused.json()["detail"][:24]) == (503, "The database was migrate")
    assert refused.headers["Retry-After"]
    assert (done.status_code, words) == (204, "b")


async def test_one_failure_renews_the_statements_of_every_connection(app: Database, migrate: Migrate) -> None:
    """By the driver's own way, of which SQLAlchemy hears nothing: that of the busiest writes."""
    look = Scalar("select words from note", str)
    async with all_at_once(app, 4) as sessions:
        for session in sessions:
            await look.all(session)
    await migrate()
    with pytest.raises(asyncpg.InvalidCachedStatementError) as caught:
        async with app.transaction(DISTRICT_A) as session:
            await look.all(session)
    assert is_plan_outdated(caught.value)
    async with all_at_once(app, 4) as sessions:
        for session in sessions:
            await look.all(session)


async def test_a_shared_write_is_carried_out_once_and_nobody_hears_of_it(app: Database, migrate: Migrate) -> None:
    async def act(session: Any, district_id: UUID, words: Sequence[str]) -> list[str]:
        return [await _WRITE.one(session, district_id=district_id, note_id=uuid4(), words=word) for word in words]

    writes: SharedWrites[str, str] = SharedWrites("noted", app, act, repeatable=lambda _: False)
    assert await writes.submit(DISTRICT_A, "a") == "a"
    await migrate()
    assert await writes.submit(DISTRICT_A, "b") == "b"
    async with app.transaction(DISTRICT_A) as session:
        assert sorted(await session.scalars(_LOOK)) == ["a", "b"]


async def test_a_job_runs_again_at_once(worker: Database, migrate: Migrate) -> None:
    looked: list[int] = []

    async def look(session: Any) -> bool:
        looked.append(len((await session.scalars(_LOOK)).all()))
        return True

    runner, job = JobRunner([], worker, holder="one"), Job("look", 60, look)
    assert await runner.run_once(job)
    await migrate()
    assert await runner.run_once(job)
    assert looked == [0, 0]


@pytest.mark.kafka
async def test_a_consumer_applies_its_records_and_parks_none(
    worker: Database, kafka: KafkaSettings, new_event: NewEvent, migrate: Migrate, capfd: pytest.CaptureFixture[str]
) -> None:
    async def handle(session: Any, events: Sequence[Any]) -> None:
        await session.execute(text("select words from effect"))
        await note_effects(session, events)

    readers = Readers(worker, kafka)
    readers.event, readers.handler = await new_event(), handle
    await readers.write("k")
    async with running(readers.consumer()):
        await readers.applied(1)
        await migrate()
        await readers.write("k", start=2)
        await readers.applied(2)
    assert await readers.sequences("k") == [1, 2]
    assert await readers.scalar("select count(*) from consumer_parked") == 0
    assert "chunk_failed" not in capfd.readouterr().out
