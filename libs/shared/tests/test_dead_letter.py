"""Poisoned keys: seen by an operator, retried or skipped with a reason, and told of without their content."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from noted.events import NewEvent, effects, make_event, note_effects
from noted.log import read_topic, until, write_log
from noted.main import service
from sqlalchemy import text
from typer.testing import CliRunner

from shared.cli import _commands_of
from shared.db.database import Database
from shared.events import dead_letter, ledger
from shared.events.apply import Poison, Subscription
from shared.events.consumer import Consumer
from shared.events.dead_letter import DEAD_LETTERS, NothingParked, RecordParked, list_dead_letters, retry, skip
from shared.events.event import Record, read_record
from shared.events.ledger import Partition
from shared.events.relay import Relay
from shared.events.topics import ensure_topics
from shared.settings import KafkaSettings
from shared.testing import DISTRICT_A, Deliveries
from shared.testing.deliveries import RawRecord
from shared.values.ids import new_id

_DECISIONS = text("select event_id, decision, reason from dead_letter_decision order by id")


class Reader:
    """A consumer whose handler refuses some words until it is mended, and its log."""

    def __init__(self, worker: Database, *, compacted: bool = False) -> None:
        self.worker = worker
        self.event = make_event(compacted=compacted)
        self.refused = {"bad"}
        self.subscription = Subscription("reader", {self.event: self._handle})
        self._deliveries = Deliveries(self.subscription, worker)

    async def _handle(self, session: Any, events: Sequence[Any]) -> None:
        await note_effects(session, events)
        for e in events:
            if not e.erased and e.data.words in self.refused:
                raise ValueError(f"no {e.data.words} words")

    def record(self, sequence: int, words: str = "") -> RawRecord:
        return self._deliveries.record(DISTRICT_A, self.event(note="k", words=words), sequence=sequence)

    async def deliver(self, *records: RawRecord) -> None:
        """One by one, each parked where it cannot be applied: what the consumer ends up doing."""
        for raw in records:
            try:
                await self._deliveries.deliver(raw)
            except Exception as error:
                await self._park(raw, error)

    async def _park(self, raw: RawRecord, error: Exception) -> None:
        place = Partition("reader", 1, raw.topic, raw.partition)
        async with self.worker.transaction(None) as session:
            offset = await session.scalar(text("select max(next_offset) from consumer_offset")) or 0
        record = read_record(raw.topic, raw.partition, offset, raw.key, raw.headers, raw.value)
        culprit = error.record if isinstance(error, Poison) else None
        async with self.worker.transaction(None) as session:
            await ledger.ensure_offset(session, place, 0)
            await dead_letter.park_poison(session, place, record, attempts=3, error=str(error), culprit=culprit)

    async def sequences(self) -> list[int]:
        return [sequence for _, _, sequence in await effects(self.worker)]

    async def letters(self) -> list[dead_letter.DeadLetter]:
        return await list_dead_letters(self.worker, "reader")

    async def decisions(self) -> list[tuple[Any, str, str | None]]:
        async with self.worker.transaction(None) as session:
            return [(r.event_id, r.decision, r.reason) for r in await session.execute(_DECISIONS)]


@pytest.fixture
def reader(worker: Database) -> Reader:
    return Reader(worker)


async def test_a_poisoned_key_is_listed_with_what_waits_behind_it(reader: Reader) -> None:
    await reader.deliver(reader.record(1), reader.record(2, "bad"), reader.record(3), reader.record(4))
    [letter] = await reader.letters()
    assert (letter.key, letter.sequence, letter.waiting, letter.attempts) == ("k", 2, 3, 3)
    assert letter.error == "no bad words"
    assert await reader.sequences() == [1]


async def test_retry_applies_what_waits_in_order_once_the_cause_is_mended(reader: Reader) -> None:
    await reader.deliver(reader.record(1), reader.record(2, "bad"), reader.record(3))
    [letter] = await reader.letters()
    reader.refused.clear()
    assert await retry(reader.worker, reader.subscription, letter.event_id) == 2
    await reader.deliver(reader.record(4))
    assert await reader.sequences() == [1, 2, 3, 4]
    assert await reader.letters() == []
    assert await reader.decisions() == [(letter.event_id, "retried", None)]


async def test_a_retry_in_vain_says_why_and_changes_nothing(reader: Reader) -> None:
    await reader.deliver(reader.record(1, "bad"), reader.record(2))
    [letter] = await reader.letters()
    with pytest.raises(ValueError, match="no bad words"):
        await retry(reader.worker, reader.subscription, letter.event_id)
    assert await reader.letters() == [letter]
    assert await reader.decisions() == []
    assert await reader.sequences() == []


async def test_skip_leaves_one_out_for_a_reason_and_applies_the_rest(reader: Reader) -> None:
    await reader.deliver(reader.record(1), reader.record(2, "bad"), reader.record(3))
    [letter] = await reader.letters()
    assert await skip(reader.worker, reader.subscription, letter.event_id, "sent by mistake") == 1
    await reader.deliver(reader.record(4))
    assert await reader.sequences() == [1, 3, 4]
    assert await reader.decisions() == [(letter.event_id, "skipped", "sent by mistake")]


async def test_behind_a_skipped_record_a_second_bad_one_stops_the_key_again(reader: Reader) -> None:
    await reader.deliver(
        reader.record(1, "bad"), reader.record(2), reader.record(3, "bad"), reader.record(4), reader.record(6)
    )
    [first] = await reader.letters()
    assert await skip(reader.worker, reader.subscription, first.event_id, "mistake") == 1
    assert await reader.sequences() == [2]
    [second] = await reader.letters()
    assert (second.sequence, second.waiting, second.error) == (3, 3, "no bad words")
    assert await skip(reader.worker, reader.subscription, second.event_id, "mistake") == 1
    assert await reader.sequences() == [2, 4]
    assert await reader.letters() == []
    await reader.deliver(reader.record(5))
    assert await reader.sequences() == [2, 4, 5, 6]


async def test_a_good_record_that_releases_a_bad_one_is_not_lost_with_it(reader: Reader) -> None:
    """The missing record comes, and what waited behind it cannot be applied."""
    await reader.deliver(reader.record(1), reader.record(3, "bad"), reader.record(4), reader.record(2))
    [letter] = await reader.letters()
    assert letter.sequence == 2
    assert await retry(reader.worker, reader.subscription, letter.event_id) == 1
    [letter] = await reader.letters()
    assert letter.sequence == 3
    await skip(reader.worker, reader.subscription, letter.event_id, "mistake")
    assert await reader.sequences() == [1, 2, 4]


async def test_only_a_record_that_waits_first_can_be_decided(reader: Reader) -> None:
    behind = reader.record(2)
    await reader.deliver(reader.record(1, "bad"), behind)
    for event_id in (new_id(), _id(behind)):
        with pytest.raises(NothingParked):
            await retry(reader.worker, reader.subscription, event_id)


def _id(raw: RawRecord) -> Any:
    record: Record = read_record(raw.topic, raw.partition, 0, raw.key, raw.headers, raw.value)
    return record.event_id


async def test_in_a_compacted_topic_a_newer_record_stands_for_the_poisoned_one(worker: Database) -> None:
    reader = Reader(worker, compacted=True)
    await reader.deliver(reader.record(1, "bad"))
    assert len(await reader.letters()) == 1
    await reader.deliver(replace(reader.record(5), value=None))
    assert await reader.sequences() == [5]
    assert await reader.letters() == []
    async with worker.transaction(None) as session:
        assert await session.scalar(text("select count(*) from consumer_parked")) == 0


@pytest.mark.kafka
async def test_whoever_watches_the_dead_letter_topic_is_told_without_the_body(
    worker: Database, kafka: KafkaSettings, new_event: NewEvent
) -> None:
    await ensure_topics(kafka, [DEAD_LETTERS])
    event = await new_event()
    key = f"key-{new_id()}"
    await write_log(kafka, DISTRICT_A, event(note=key), body=b'{"secret": "a name"}')
    consumer = Consumer(Subscription("reader", {event: note_effects}), worker, kafka, holder="one")
    relay = Relay("noted", worker, kafka, holder="one")

    tasks = [asyncio.create_task(consumer.run()), asyncio.create_task(relay.run())]
    try:

        async def told() -> bool:
            return any(r.key == key.encode() for r in await read_topic(kafka, DEAD_LETTERS.name))

        await until(told)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    [copy] = [r for r in await read_topic(kafka, DEAD_LETTERS.name) if r.key == key.encode()]
    assert b"a name" not in copy.value
    told_of = RecordParked.read(copy.value)
    assert (told_of.source_key, told_of.source_topic, told_of.consumer) == (key, event.topic.name, "reader")
    assert dict(copy.headers)["ce_districtid"] == str(DISTRICT_A).encode()


async def test_the_operators_commands(reader: Reader) -> None:
    await reader.deliver(reader.record(1, "bad"), reader.record(2), reader.record(3, "bad"))
    run = _cli(reader)
    listed = json.loads((await run("dead-letter", "list")).output)
    assert (listed["key"], listed["waiting"], listed["error"]) == ("k", 3, "no bad words")
    assert (await run("dead-letter", "skip", listed["event_id"])).exit_code == 2
    skipped = await run("dead-letter", "skip", listed["event_id"], "--reason", "a mistake")
    assert skipped.output == "1 applied\n"
    reader.refused.clear()
    listed = json.loads((await run("dead-letter", "list")).output)
    assert (await run("dead-letter", "retry", listed["event_id"])).output == "1 applied\n"
    again = await run("dead-letter", "retry", listed["event_id"])
    assert again.exit_code == 1
    assert "dead-letter list" in str(again.exception) + again.output
    assert await reader.sequences() == [2, 3]


def _cli(reader: Reader) -> Any:

    app = _commands_of(replace(service, subscriptions=[reader.subscription]))

    async def run(*arguments: str) -> Any:  # a command runs a loop of its own
        return await asyncio.to_thread(CliRunner().invoke, app, list(arguments))

    return run
