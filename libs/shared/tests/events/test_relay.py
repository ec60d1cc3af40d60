"""The relay on the real broker: nothing lost, order per key, and one topic's trouble stays its own."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from noted.events import NewEvent, make_event
from noted.log import read_topic, sequence_of, until
from sqlalchemy import text

from libs.shared.tests.wire import Wire
from shared.db.database import Database
from shared.events import publish
from shared.events.event import PARTITIONS, Topic
from shared.events.relay import Relay
from shared.settings import KafkaSettings
from shared.testing import DISTRICT_A, DISTRICT_B

pytestmark = pytest.mark.kafka

_WAITING = text("select count(*) from outbox")


class Shards(dict[str, int]):
    """Stands for the leases of a relay that holds every shard."""

    def __init__(self) -> None:
        super().__init__({str(n): 1 for n in range(PARTITIONS)})


@pytest.fixture
async def relay_to(worker: Database) -> AsyncIterator[Callable[[KafkaSettings], Relay]]:
    """Makes a relay that holds every shard and is moved by hand."""
    made: list[Relay] = []

    def make(kafka: KafkaSettings) -> Relay:
        relay = Relay("noted", worker, kafka, holder=f"test-{len(made)}")
        relay.leases._held = {str(n): 1 for n in range(PARTITIONS)}
        relay.leases._sure_until = float("inf")
        made.append(relay)
        return relay

    yield make
    for relay in made:
        await relay._producer.close()


@asynccontextmanager
async def running(relay: Relay) -> AsyncIterator[None]:
    task = asyncio.create_task(relay.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def write(database: Database, *events: Any, district: Any = DISTRICT_A) -> None:
    async with database.transaction(district) as session:
        await publish(session, district, *events)


async def waiting(worker: Database) -> int:
    async with worker.transaction(None) as session:
        return int(await session.scalar(_WAITING) or 0)


def by_key(records: list[Any]) -> dict[str, list[int]]:
    sequences: dict[str, list[int]] = defaultdict(list)
    for record in records:
        sequences[record.key.decode()].append(sequence_of(record))
    return sequences


async def test_rows_go_out_in_order_with_all_they_carry_and_are_deleted(
    app: Database, worker: Database, kafka: KafkaSettings, new_event: NewEvent, relay_to: Any
) -> None:
    event = await new_event()
    await write(app, *(event(note=f"key-{n % 7}", words=str(n)) for n in range(50)))
    assert await relay_to(kafka).drain_once() == 50
    records = await read_topic(kafka, event.topic.name)
    assert await waiting(worker) == 0
    assert {k: v == list(range(1, len(v) + 1)) for k, v in by_key(records).items()} == {
        f"key-{n}": True for n in range(7)
    }
    headers = dict(records[0].headers)
    assert headers["ce_source"] == b"/trellis/noted"
    assert headers["ce_districtid"] == str(DISTRICT_A).encode()


async def test_what_is_drawn_earlier_and_committed_later_is_not_passed_over(
    app: Database, worker: Database, kafka: KafkaSettings, new_event: NewEvent, relay_to: Any
) -> None:
    event = await new_event()
    relay = relay_to(kafka)
    async with app.transaction(DISTRICT_A) as late:
        await publish(late, DISTRICT_A, event(note="late"))
        await write(app, event(note="early"), district=DISTRICT_B)
        assert await relay.drain_once() == 1
    assert await relay.drain_once() == 1
    assert {r.key for r in await read_topic(kafka, event.topic.name)} == {b"late", b"early"}


async def test_killed_between_send_and_delete_it_sends_again_and_loses_nothing(
    app: Database, worker: Database, kafka: KafkaSettings, new_event: NewEvent, relay_to: Any, monkeypatch: Any
) -> None:
    event = await new_event()
    await write(app, event(note="k"), event(note="k"))
    killed = relay_to(kafka)

    async def dies(ids: list[int]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(killed, "delete", dies)
    with pytest.raises(KeyboardInterrupt):
        await killed.drain_once()
    assert await waiting(worker) == 2
    assert await relay_to(kafka).drain_once() == 2
    records = await read_topic(kafka, event.topic.name)
    assert [sequence_of(r) for r in records] == [1, 2, 1, 2]
    assert len({dict(r.headers)["ce_id"] for r in records}) == 2


async def test_while_kafka_is_away_writes_go_on_and_go_out_in_order_after(
    app: Database, worker: Database, wire: Wire, kafka: KafkaSettings, new_event: NewEvent
) -> None:
    event = await new_event()
    async with running(Relay("noted", worker, wire.kafka, holder="one")):
        await write(app, *(event(note=f"key-{n}") for n in range(3)))
        await until(lambda: _empty(worker))
        wire.sever()
        for _ in range(5):
            await write(app, *(event(note=f"key-{n}") for n in range(3)))
        await asyncio.sleep(1.5)
        assert await waiting(worker) == 15
        wire.mend()
        await until(lambda: _empty(worker), seconds=30)
    sequences = by_key(await read_topic(kafka, event.topic.name))
    assert {key: sorted(set(found)) for key, found in sequences.items()} == {
        f"key-{n}": [1, 2, 3, 4, 5, 6] for n in range(3)
    }
    assert all(first_times(found) == sorted(set(found)) for found in sequences.values())


def first_times(sequences: list[int]) -> list[int]:
    return list(dict.fromkeys(sequences))


async def _empty(worker: Database) -> bool:
    return await waiting(worker) == 0


async def test_a_topic_that_is_not_there_holds_up_its_own_rows_only(
    app: Database, worker: Database, kafka: KafkaSettings, new_event: NewEvent, relay_to: Any
) -> None:
    missing, event = make_event(), await new_event()
    relay = relay_to(kafka)
    await write(app, *(missing(note=f"key-{n}") for n in range(20)), *(event(note=f"key-{n}") for n in range(20)))
    assert await relay.drain_once() == 20
    await write(app, event(note="key-0"))
    started = asyncio.get_running_loop().time()
    assert await relay.drain_once() == 1
    assert asyncio.get_running_loop().time() - started < 0.8
    assert await waiting(worker) == 20


async def test_a_topic_that_comes_late_gets_its_rows(
    app: Database, worker: Database, kafka: KafkaSettings, new_event: NewEvent, relay_to: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("shared.events.relay._STALL_SECONDS", 0.5)
    late = make_event()
    relay = relay_to(kafka)
    await write(app, late(note="k"), late(note="k"))
    assert await relay.drain_once() == 0
    await new_event(topic=late.topic)
    await asyncio.sleep(0.6)
    assert await relay.drain_once() == 2
    assert [sequence_of(r) for r in await read_topic(kafka, late.topic.name)] == [1, 2]


async def test_a_record_that_its_topic_finds_too_large_holds_up_its_own_key_only(
    app: Database, worker: Database, kafka: KafkaSettings, new_event: NewEvent, relay_to: Any
) -> None:
    small = await new_event(topic=replace(make_event().topic, settings={"max.message.bytes": "20000"}))
    other = await new_event()
    neighbours = _same_partition("large", 4)
    await write(
        app,
        *(small(note=key) for key in neighbours),
        small(note="large", words="x" * 100_000),
        small(note="large", words="after it"),
        *(small(note=key) for key in neighbours),
        *(other(note=f"key-{n}") for n in range(20)),
    )
    relay = relay_to(kafka)
    for _ in range(3):
        await relay.drain_once()
    assert await waiting(worker) == 2
    sequences = by_key(await read_topic(kafka, small.topic.name))
    assert {key: first_times(found) for key, found in sequences.items()} == {key: [1, 2] for key in neighbours}
    assert len(by_key(await read_topic(kafka, other.topic.name))) == 20


def _same_partition(key: str, count: int) -> list[str]:
    from shared.events.event import partition_of

    found = (f"n{n}" for n in range(10_000) if partition_of(f"n{n}") == partition_of(key))
    return [next(found) for _ in range(count)]


async def test_two_relays_that_both_think_they_are_active_keep_the_order_behind_the_guard(
    app: Database, worker: Database, kafka: KafkaSettings, new_event: NewEvent, relay_to: Any
) -> None:
    event = await new_event()
    one, other = relay_to(kafka), relay_to(kafka)

    async def sends(relay: Relay) -> None:
        for _ in range(40):
            await relay.drain_once()

    async def writes() -> None:
        for n in range(30):
            await write(app, event(note=f"key-{n % 3}"), event(note="hot"))

    await asyncio.gather(writes(), sends(one), sends(other))
    await one.drain_once()
    assert await waiting(worker) == 0
    sequences = by_key(await read_topic(kafka, event.topic.name))
    assert {key: behind_the_guard(found) for key, found in sequences.items()} == {
        **{f"key-{n}": list(range(1, 11)) for n in range(3)},
        "hot": list(range(1, 31)),
    }


def behind_the_guard(sequences: list[int]) -> list[int]:
    """What the receiver's sequence guard lets through: the next one, or a waiting one that follows."""
    passed: list[int] = []
    waiting: set[int] = set()
    for sequence in sequences:
        waiting.add(sequence)
        while (following := len(passed) + 1) in waiting:
            passed.append(following)
    return passed


async def test_a_relay_takes_over_when_the_other_stops(
    app: Database, worker: Database, kafka: KafkaSettings, new_event: NewEvent
) -> None:
    event = await new_event()
    async with running(Relay("noted", worker, kafka, holder="one")):
        await write(app, event(note="k"))
        await until(lambda: _empty(worker))
    async with running(Relay("noted", worker, kafka, holder="two")):
        await write(app, event(note="k"))
        await until(lambda: _empty(worker), seconds=4)


async def test_a_topic_keeps_the_settings_it_was_declared_with(kafka: KafkaSettings, new_event: NewEvent) -> None:
    event = await new_event(topic=Topic(make_event().topic.name, settings={"max.message.bytes": "20000"}))
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap_servers)
    await admin.start()
    try:
        [found] = await admin.describe_topics([event.topic.name])
        assert len(found["partitions"]) == PARTITIONS
    finally:
        await admin.close()
