"""Publishing: gapless sequences, one order for ids and sequences, and nothing of what was rolled back."""

import asyncio
import contextlib
from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest
from noted.events import make_event
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from sqlalchemy import text

from shared.db.database import Database
from shared.db.wake import waiter
from shared.events import publish, publish_tombstone
from shared.events.event import partition_of
from shared.events.outbox import BODY_LIMIT, OUTBOX_WAKE, EventTooLarge
from shared.testing import DISTRICT_A, DISTRICT_B

_ROWS = text("select * from outbox order by id")


async def rows(worker: Database) -> list[Any]:
    async with worker.transaction(None) as session:
        return list((await session.execute(_ROWS)).all())


async def test_fifty_writers_of_one_key_draw_a_gapless_sequence(app: Database, worker: Database) -> None:
    event = make_event()

    async def write(n: int) -> None:
        async with app.transaction(DISTRICT_A) as session:
            await publish(session, DISTRICT_A, event(note="hot"), event(note=f"cold-{n}"))
            await asyncio.sleep(0.002 * (n % 3))

    await asyncio.gather(*(write(n) for n in range(50)))
    hot = [row.sequence for row in await rows(worker) if row.key == "hot"]
    assert sorted(hot) == list(range(1, 51))


async def test_for_each_key_the_order_of_ids_is_the_order_of_sequences(app: Database, worker: Database) -> None:
    event = make_event()

    async def write(n: int) -> None:
        async with app.transaction(DISTRICT_A) as session:
            await publish(session, DISTRICT_A, *(event(note=f"key-{k}") for k in sorted({n % 3, n % 5})))
            await asyncio.sleep(0.001 * (n % 4))

    await asyncio.gather(*(write(n) for n in range(60)))
    by_key: dict[str, list[int]] = defaultdict(list)
    for row in await rows(worker):
        by_key[row.key].append(row.sequence)
    assert len(by_key) == 5
    assert all(sequences == list(range(1, len(sequences) + 1)) for sequences in by_key.values())


async def test_what_is_rolled_back_leaves_no_hole_in_the_sequence(app: Database, worker: Database) -> None:
    event = make_event()
    for n in range(4):
        with contextlib.suppress(RuntimeError):
            async with app.transaction(DISTRICT_A) as session:
                await publish(session, DISTRICT_A, event(note="k", words=str(n)))
                if n % 2:
                    raise RuntimeError
    kept = await rows(worker)
    assert [row.sequence for row in kept] == [1, 2]
    assert [event.read(row.body).words for row in kept] == ["0", "2"]


async def test_one_call_keeps_its_order_across_keys_and_types(app: Database, worker: Database) -> None:
    first = make_event()
    second = make_event(topic=first.topic)
    events = [(first, second)[n % 2](note=f"key-{n % 3}", words=str(n)) for n in range(40)]
    async with app.transaction(DISTRICT_A) as session:
        await publish(session, DISTRICT_A, *events)
    kept = await rows(worker)
    assert [row.event_type for row in kept] == [e.event_type for e in events]
    assert [(first if row.event_type == first.event_type else second).read(row.body) for row in kept] == events
    for key in ("key-0", "key-1", "key-2"):
        of_key = [row.sequence for row in kept if row.key == key]
        assert of_key == list(range(1, len(of_key) + 1))


async def test_districts_and_topics_count_apart(app: Database, worker: Database) -> None:
    one, other = make_event(), make_event()
    for district in (DISTRICT_A, DISTRICT_B):
        async with app.transaction(district) as session:
            await publish(session, district, one(note="k"), other(note="k"))
    assert [row.sequence for row in await rows(worker)] == [1, 1, 1, 1]


async def test_a_body_too_large_for_kafka_is_refused_before_it_is_written(app: Database, worker: Database) -> None:
    event = make_event()
    with pytest.raises(EventTooLarge, match="at most"):
        async with app.transaction(DISTRICT_A) as session:
            await publish(session, DISTRICT_A, event(note="k"), event(note="k", words="x" * BODY_LIMIT))
    assert await rows(worker) == []


async def test_rows_carry_what_the_relay_needs(app: Database, worker: Database) -> None:
    event = make_event()
    async with app.transaction(DISTRICT_A) as session:
        await publish(session, DISTRICT_A, event(note="k"), snapshot=True)
    [row] = await rows(worker)
    assert (row.district_id, row.topic, row.key, row.shard) == (DISTRICT_A, event.topic.name, "k", partition_of("k"))
    assert (row.event_type, row.incarnation, row.snapshot, row.traceparent) == (event.event_type, 1, True, None)
    assert row.event_id.version == 7


async def test_the_trace_of_the_request_rides_along(app: Database, worker: Database) -> None:
    span = TracerProvider().get_tracer("test").start_span("request")
    with trace.use_span(span):
        async with app.transaction(DISTRICT_A) as session:
            await publish(session, DISTRICT_A, make_event()(note="k"))
    [row] = await rows(worker)
    assert row.traceparent.split("-")[1] == f"{span.get_span_context().trace_id:032x}"


async def test_a_district_cannot_publish_in_the_name_of_another(app: Database) -> None:
    with pytest.raises(Exception, match="row-level security"):
        async with app.transaction(DISTRICT_A) as session:
            await publish(session, DISTRICT_B, make_event()(note="k"))


async def test_only_a_compacted_topic_takes_a_tombstone(app: Database, worker: Database) -> None:
    with pytest.raises(ValueError, match="not compacted"):
        async with app.transaction(DISTRICT_A) as session:
            await publish_tombstone(session, DISTRICT_A, make_event(), "k")
    async with app.transaction(DISTRICT_A) as session:
        await publish_tombstone(session, DISTRICT_A, make_event(compacted=True), "k")
    assert [row.body for row in await rows(worker)] == [None]


async def test_the_relay_is_woken_by_a_commit_and_not_by_a_rollback(app: Database) -> None:
    event = make_event()
    with waiter(OUTBOX_WAKE) as woken:
        async with app.transaction(DISTRICT_A) as session:
            await publish(session, DISTRICT_A, event(note="k"))
            assert not woken.is_set()
        assert woken.is_set()
        woken.clear()
        with contextlib.suppress(RuntimeError):
            async with app.transaction(DISTRICT_A) as session:
                await publish(session, DISTRICT_A, event(note="k"))
                raise RuntimeError
        assert not woken.is_set()


async def test_a_reader_never_sees_a_later_sequence_without_the_earlier_one(app: Database, worker: Database) -> None:
    """The relay may read at any moment: what it sees of a key is always without a hole."""
    event = make_event()
    writing = True
    seen: list[list[int]] = []

    async def write(n: int) -> None:
        async with app.transaction(DISTRICT_A) as session:
            await publish(session, DISTRICT_A, event(note="k"))
            await asyncio.sleep(0.001 * (n % 3))

    async def read() -> None:
        while writing:
            seen.append([row.sequence for row in await rows(worker)])

    reader = asyncio.create_task(read())
    await asyncio.gather(*(write(n) for n in range(40)))
    writing = False
    await reader
    assert len(seen) > 3
    assert all(b - a == 1 for sequences in seen for a, b in pairwise([0, *sequences]))
