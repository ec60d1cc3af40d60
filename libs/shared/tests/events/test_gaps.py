"""Keys that wait for a record that does not come: shown with what they wait for, and counted."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import httpx
import pytest
from noted.events import effects, make_event, note_effects
from noted.main import service
from sqlalchemy import text
from typer.testing import CliRunner

from shared.cli import _commands_of
from shared.db.database import Database
from shared.events.apply import Subscription
from shared.events.gaps import list_gaps
from shared.run.process import Process
from shared.testing import DISTRICT_A, Deliveries


class Reader:
    """A consumer, and its log, in which records may be missing."""

    def __init__(self, worker: Database) -> None:
        self.event = make_event()
        self.subscription = Subscription("reader", {self.event: note_effects})
        self._worker = worker
        self._deliveries = Deliveries(self.subscription, worker)

    async def deliver(self, key: str, *sequences: int, snapshot: bool = False) -> None:
        for n in sequences:
            record = self._deliveries.record(DISTRICT_A, self.event(note=key), sequence=n, snapshot=snapshot)
            await self._deliveries.deliver(record)

    async def grow_older(self, seconds: float) -> None:
        async with self._worker.transaction(None) as session:
            await session.execute(text(f"update consumer_parked set parked_at = parked_at - interval '{seconds} s'"))


@pytest.fixture
def reader(worker: Database) -> Reader:
    return Reader(worker)


async def test_a_key_that_waits_too_long_for_a_missing_record_is_listed_with_what_it_waits_for(
    reader: Reader, worker: Database
) -> None:
    await reader.deliver("whole", 1, 2)
    await reader.deliver("lost", 1, 4, 5)
    assert await list_gaps(worker, "reader", 60) == []  # it may still come
    await reader.grow_older(61)
    [gap] = await list_gaps(worker, "reader", 60)
    assert (gap.key, gap.topic, gap.district_id) == ("lost", reader.event.topic.name, DISTRICT_A)
    assert (gap.missing_from, gap.missing_to, gap.waiting) == (2, 3, 2)
    publisher = reader.event.event_type.split(".")[2]
    assert f"`trellis {publisher} republish`" in gap.what_to_do


async def test_a_snapshot_of_the_key_closes_its_gap(reader: Reader, worker: Database) -> None:
    await reader.deliver("lost", 1, 4)
    await reader.grow_older(61)
    await reader.deliver("lost", 5, snapshot=True)
    assert await list_gaps(worker, "reader", 60) == []
    assert [sequence for _, _, sequence in await effects(worker)] == [1, 5]


async def test_the_operator_is_shown_gaps_beside_dead_letters(reader: Reader) -> None:
    await reader.deliver("lost", 2)
    app = _commands_of(replace(service, subscriptions=[reader.subscription]))

    async def listed() -> str:  # a command runs a loop of its own
        return (await asyncio.to_thread(CliRunner().invoke, app, ["dead-letter", "list"])).output

    assert await listed() == ""
    await reader.grow_older(service.read_settings().gap_seconds)
    shown: dict[str, Any] = json.loads(await listed())
    assert (shown["key"], shown["missing_from"], shown["missing_to"]) == ("lost", 1, 1)


async def test_keys_with_a_gap_are_a_figure_to_watch(reader: Reader) -> None:
    await reader.deliver("lost", 2)
    await reader.grow_older(service.read_settings().gap_seconds)
    process = Process([replace(service, subscriptions=[reader.subscription])], api=False, worker=True)
    process.workers[0].consumers[0].epoch = 1
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(process), base_url="http://trellis.test") as http:
            metrics = (await http.get("/metrics")).text
    finally:
        await process.workers[0].stop()
    assert 'trellis_keys_with_gap{consumer="reader"} 1.0' in metrics
