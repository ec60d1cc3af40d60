"""`trellis <service> republish`: everything again, by district; and after a restore, so that it is believed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from noted.events import effects, make_event, note_effects
from noted.main import service
from sqlalchemy import text
from typer.testing import CliRunner

from shared.cli import _commands_of
from shared.db.database import Database
from shared.events import publish
from shared.events.apply import Subscription
from shared.events.republish import Republish
from shared.testing import DISTRICT_A, DISTRICT_B, Deliveries
from shared.testing.deliveries import as_sent

_OUTBOX = text("select * from outbox order by id")
_RESTORE = text("update event_sequence set last = 2")


@dataclass
class Publisher:
    """A service that has one thing a district, and its operator's commands."""

    worker: Database
    url: str
    event: Any = field(default_factory=make_event)
    fails_in: UUID | None = None
    seen_by_others: list[int] = field(default_factory=list)

    async def districts(self, session: Any) -> Sequence[UUID]:
        return [DISTRICT_A, DISTRICT_B]

    async def district(self, session: Any, district_id: UUID) -> int:
        self.seen_by_others.append(await self._seen_by_others())
        await publish(session, district_id, self.event(note="thing", words="as it is"), snapshot=True)
        if district_id == self.fails_in:
            raise ZeroDivisionError("half way")
        return 1

    async def _seen_by_others(self) -> int:
        connection = await asyncpg.connect(self.url)
        try:
            return int(await connection.fetchval("select count(*) from outbox"))
        finally:
            await connection.close()

    async def change(self, times: int = 1) -> None:
        async with self.worker.transaction(DISTRICT_A) as session:
            for _ in range(times):
                await publish(session, DISTRICT_A, self.event(note="thing"))

    async def outbox(self) -> list[Any]:
        async with self.worker.transaction(None) as session:
            return list((await session.execute(_OUTBOX)).all())

    async def clear(self) -> None:
        async with self.worker.transaction(None) as session:
            await session.execute(text("delete from outbox"))

    async def run(self, *options: str, state: bool = True) -> Any:
        """The command, which runs a loop of its own."""
        republish = Republish(self.districts, self.district) if state else None
        app = _commands_of(replace(service, republish=republish))
        return await asyncio.to_thread(CliRunner().invoke, app, ["republish", *options])


@pytest.fixture
def publisher(worker: Database, urls: Any) -> Publisher:
    return Publisher(worker, urls.worker)


@pytest.fixture
async def ahead(publisher: Publisher, worker: Database) -> Deliveries:
    """A reader that has seen five changes, of which the publisher, restored from a backup, knows two."""
    await publisher.change(5)
    reader = Deliveries(Subscription("reader", {publisher.event: note_effects}), worker)
    await reader.deliver(*map(as_sent, await publisher.outbox()))
    await publisher.clear()
    async with worker.transaction(DISTRICT_A) as session:
        await session.execute(_RESTORE)
    return reader


async def test_each_district_is_told_again_in_a_transaction_of_its_own(publisher: Publisher) -> None:
    result = await publisher.run()
    assert result.exit_code == 0, result.output
    rows = await publisher.outbox()
    assert [(row.district_id, row.snapshot) for row in rows] == [(DISTRICT_A, True), (DISTRICT_B, True)]
    assert publisher.seen_by_others == [0, 1], "the first district was committed before the second began"
    assert str(DISTRICT_A) in result.output
    assert "2 snapshots on their way" in result.output


async def test_what_was_cut_off_half_way_is_finished_by_running_it_again(publisher: Publisher) -> None:
    publisher.fails_in = DISTRICT_B
    assert (await publisher.run()).exit_code == 1
    assert [row.district_id for row in await publisher.outbox()] == [DISTRICT_A]
    publisher.fails_in = None
    assert (await publisher.run()).exit_code == 0
    rows = await publisher.outbox()
    assert [(row.district_id, row.sequence) for row in rows] == [(DISTRICT_A, 1), (DISTRICT_A, 2), (DISTRICT_B, 1)]


async def test_a_restored_database_is_believed_again(publisher: Publisher, ahead: Deliveries, worker: Database) -> None:
    """The backup is older than what readers have seen: the same sequences come a second time, for other changes."""
    result = await publisher.run("--restored")
    await publisher.change()

    assert result.exit_code == 0, result.output + repr(result.exception)
    ours = [row for row in await publisher.outbox() if row.district_id == DISTRICT_A]
    assert [(row.incarnation, row.sequence, row.snapshot) for row in ours] == [(2, 3, True), (2, 4, False)]
    await ahead.deliver(*map(as_sent, ours))
    assert [sequence for _, _, sequence in await effects(worker)] == [1, 2, 3, 4, 5, 3, 4]


async def test_without_being_told_of_the_restore_the_new_is_taken_for_stale(
    publisher: Publisher, ahead: Deliveries, worker: Database
) -> None:
    await publisher.change()
    await ahead.deliver(*map(as_sent, await publisher.outbox()))
    assert [sequence for _, _, sequence in await effects(worker)] == [1, 2, 3, 4, 5]


async def test_a_service_without_a_state_to_publish_can_still_say_that_it_was_restored(publisher: Publisher) -> None:
    assert (await publisher.run(state=False)).exit_code == 1
    assert (await publisher.run("--restored", state=False)).exit_code == 0
    await publisher.change()
    assert [row.incarnation for row in await publisher.outbox()] == [2]


async def test_a_restore_is_told_of_as_the_owner(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    """The roles that serve may read the incarnation only."""
    monkeypatch.delenv("NOTED_OWNER_DATABASE_URL")
    result = await publisher.run("--restored")
    assert result.exit_code == 1
    assert "NOTED_OWNER_DATABASE_URL" in str(result.exception) + result.output
    assert await publisher.outbox() == []
