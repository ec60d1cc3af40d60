"""A chunk of a partition in the consumer's transaction: what is applied, what waits, what is passed over."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from noted.events import effects, make_event, note_effects
from sqlalchemy import text

from shared.db.database import Database
from shared.events import Event
from shared.events.apply import Poison, Subscription, batches_by_type
from shared.events.event import Received
from shared.testing import DISTRICT_A, DISTRICT_B, Deliveries
from shared.testing.deliveries import RawRecord, unknown_field
from shared.values.ids import new_id

_PARKED_KEYS = text("select key, parked from consumer_key where parked is not null order by key")


class Log:
    """A topic of the test's own with a handler that notes each effect."""

    def __init__(self, worker: Database, *, compacted: bool = False) -> None:
        self.worker = worker
        self.event = make_event(compacted=compacted)
        self.calls: list[int] = []
        self.deliveries = Deliveries(Subscription("reader", {self.event: self._handle}), worker)

    async def _handle(self, session: Any, events: Sequence[Received[Any]]) -> None:
        self.calls.append(len(events))
        await note_effects(session, events)

    def record(self, key: str = "k", *, district: UUID = DISTRICT_A, **options: Any) -> RawRecord:
        return self.deliveries.record(district, self.event(note=key), **options)

    def records(self, *sequences: int, key: str = "k", **options: Any) -> list[RawRecord]:
        return [self.record(key, sequence=n, **options) for n in sequences]

    async def deliver(self, *records: RawRecord) -> None:
        await self.deliveries.deliver(*records)

    async def sequences(self, key: str = "k") -> list[int]:
        return [sequence for _, _, sequence in await effects(self.worker, key=key)]

    async def waiting(self) -> list[tuple[str, str]]:
        async with self.worker.transaction(None) as session:
            return [(row.key, row.parked) for row in await session.execute(_PARKED_KEYS)]


@pytest.fixture
def log(worker: Database) -> Log:
    return Log(worker)


@pytest.fixture
def compacted(worker: Database) -> Log:
    return Log(worker, compacted=True)


async def test_a_gap_waits_and_drains_by_itself_in_order(log: Log) -> None:
    await log.deliver(*log.records(1, 3, 5, 4))
    assert await log.sequences() == [1]
    assert await log.waiting() == [("k", "gap")]
    await log.deliver(*log.records(2))
    assert await log.sequences() == [1, 2, 3, 4, 5]
    assert await log.waiting() == []


async def test_a_gap_behind_a_gap_waits_on(log: Log) -> None:
    await log.deliver(*log.records(1, 3, 5))
    await log.deliver(*log.records(2))
    assert await log.sequences() == [1, 2, 3]
    assert await log.waiting() == [("k", "gap")]
    await log.deliver(*log.records(4, 6))
    assert await log.sequences() == [1, 2, 3, 4, 5, 6]


async def test_a_gap_holds_up_its_own_key_only(log: Log) -> None:
    await log.deliver(*log.records(1, 3), *log.records(1, 2, 3, key="other"))
    assert await log.sequences("other") == [1, 2, 3]


async def test_a_key_first_seen_behind_its_beginning_waits_for_it(log: Log) -> None:
    await log.deliver(*log.records(3, 2))
    assert await log.sequences() == []
    await log.deliver(*log.records(1))
    assert await log.sequences() == [1, 2, 3]


async def test_a_snapshot_starts_the_count_afresh_whatever_was_missed(log: Log) -> None:
    await log.deliver(*log.records(1, 3))
    await log.deliver(*log.records(7, snapshot=True), *log.records(8))
    assert await log.sequences() == [1, 7, 8]
    assert await log.waiting() == []
    await log.deliver(*log.records(9, key="new", snapshot=True), *log.records(10, key="new"))
    assert await log.sequences("new") == [9, 10]


async def test_a_publisher_restored_from_a_backup_is_heard(log: Log) -> None:
    await log.deliver(*log.records(1, 2, 3))
    await log.deliver(*log.records(2, 3, incarnation=2))
    assert await log.sequences() == [1, 2, 3, 2, 3]
    await log.deliver(*log.records(4))
    assert await log.sequences() == [1, 2, 3, 2, 3]


async def test_an_event_twice_in_one_chunk_has_one_effect(log: Log) -> None:
    event_id = new_id()
    await log.deliver(*log.records(1, 1, event_id=event_id))
    assert await log.sequences() == [1]


async def test_a_kind_that_nobody_handles_counts_all_the_same(log: Log) -> None:
    ignored = make_event(topic=log.event.topic)
    await log.deliver(
        log.record(sequence=1),
        log.deliveries.record(DISTRICT_A, ignored(note="k"), sequence=2),
        log.record(sequence=3),
    )
    assert await log.sequences() == [1, 3]


async def test_an_event_is_heard_in_its_own_topic_alone(log: Log) -> None:
    """A topic that had it once keeps its old ones: they must not pass for news beside those of its own."""
    await log.deliver(replace(log.record(sequence=1), topic="where-it-was"), log.record(sequence=1))
    await log.deliver(replace(log.record(sequence=2), topic="where-it-was"))
    assert await log.sequences() == [1]


async def test_districts_share_neither_sequence_nor_tenant(log: Log) -> None:
    await log.deliver(*log.records(1, 2), *log.records(1, 2, district=DISTRICT_B))
    assert sorted(await effects(log.worker)) == sorted([(d, "k", n) for d in (DISTRICT_A, DISTRICT_B) for n in (1, 2)])


async def test_a_field_that_a_newer_publisher_added_is_ignored(log: Log) -> None:
    await log.deliver(log.record(body=unknown_field(log.event(note="k"), colour="blue")))
    assert await log.sequences() == [1]


async def test_in_a_compacted_topic_gaps_are_normal_and_the_newer_wins(compacted: Log) -> None:
    await compacted.deliver(*compacted.records(3, 7, 5))
    assert await compacted.sequences() == [3, 7]
    assert await compacted.waiting() == []


async def test_a_tombstone_reaches_the_handler_as_an_erasure(compacted: Log) -> None:
    await compacted.deliver(*compacted.records(1))
    await compacted.deliver(replace(compacted.record(sequence=2), value=None))
    async with compacted.worker.transaction(None) as session:
        assert list(await session.scalars(text("select words from effect order by id"))) == ["", None]


async def test_a_tombstone_elsewhere_is_poison(log: Log) -> None:
    with pytest.raises(Poison, match="without a body"):
        await log.deliver(replace(log.record(), value=None))


async def test_a_chunk_that_fails_leaves_no_trace_of_any_of_it(log: Log) -> None:
    good, bad = replace(log.record("good"), partition=0), replace(log.record("bad", body=b"{}"), partition=0)
    with pytest.raises(Poison, match="note: Field required"):
        await log.deliver(good, bad)
    assert await effects(log.worker) == []
    async with log.worker.transaction(None) as session:
        assert await session.scalar(text("select count(*) from consumer_inbox")) == 0


async def test_a_record_without_our_attributes_is_kept_and_passed(log: Log) -> None:
    first, broken, last = log.records(1, 2, 2)
    await log.deliver(first, replace(broken, headers=[("x", b"\xff")]), last)
    assert await log.sequences() == [1, 2]
    async with log.worker.transaction(None) as session:
        [kept] = (await session.execute(text("select * from consumer_undecodable"))).all()
    assert (kept.record_offset, kept.key, kept.body) == (1, b"k", broken.value)
    assert kept.error


async def test_events_of_many_keys_reach_the_handler_in_few_calls(log: Log) -> None:
    keys = [f"key-{n}" for n in range(60)]
    await log.deliver(*(replace(log.record(key), partition=0) for key in keys * 2))
    assert log.calls == [120]


_ITEMS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4), st.integers(0, 2)), max_size=60)


@given(_ITEMS)
def test_gathering_into_calls_keeps_each_keys_order_and_loses_nothing(items: list[tuple[int, int, int]]) -> None:
    districts = [DISTRICT_A, DISTRICT_B, UUID(int=3)]
    types = [_TYPE_0, _TYPE_1, _TYPE_2]
    moment: Any = None
    received: list[tuple[type[Event], Received[Any]]] = [
        (types[t], Received(new_id(), districts[d], f"k{k}", 1, n, moment, moment, 1, None))
        for n, (d, k, t) in enumerate(items)
    ]
    batches = batches_by_type(received)
    order = [(e.district_id, e.key, e.sequence) for _, _, batch in batches for e in batch]
    assert sorted(n for _, _, n in order) == list(range(len(items)))
    for key in {(d, k) for d, k, _ in order}:
        sequences = [n for d, k, n in order if (d, k) == key]
        assert sequences == sorted(sequences)
    for district, event, batch in batches:
        assert {e.district_id for e in batch} == {district}
        assert all(received[e.sequence][0] is event for e in batch)


_TYPE_0, _TYPE_1, _TYPE_2 = make_event(), make_event(), make_event()
