"""The consumer on the real broker: partitions by lease, offsets from the database, and what it does with trouble."""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer
from noted.events import NewEvent, effects, note_effects
from noted.log import until
from noted.readers import Readers, running
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from libs.shared.tests.wire import Wire
from shared.db.database import Database
from shared.events import ledger
from shared.events.consumer import Consumer
from shared.events.event import PARTITIONS, partition_of
from shared.settings import KafkaSettings
from shared.testing import lost_commits

pytestmark = pytest.mark.kafka


@pytest.fixture
async def readers(worker: Database, kafka: KafkaSettings, new_event: NewEvent) -> Readers:
    made = Readers(worker, kafka)
    made.event = await new_event()
    return made


async def test_what_is_in_the_log_is_applied_once_and_in_order(readers: Readers) -> None:
    keys = [f"key-{n % 9}" for n in range(90)]
    await readers.write(*keys)
    async with running(readers.consumer()):
        await readers.applied(90)
    for n in range(9):
        assert await readers.sequences(f"key-{n}") == list(range(1, 11))


async def test_a_restarted_consumer_goes_on_where_the_database_says(readers: Readers) -> None:
    await readers.write("k", "k")
    async with running(readers.consumer("one")):
        await readers.applied(2)
    await readers.write("k", start=3)
    async with running(readers.consumer("two")):
        await readers.applied(3)
    assert await readers.sequences("k") == [1, 2, 3]


async def test_poison_parks_its_key_and_everyone_else_flows(readers: Readers) -> None:
    await readers.write("bad", body=b"{}")
    await readers.write("bad", start=2)
    await readers.write("good", "good", "fine")
    async with running(readers.consumer()) as _:
        await readers.applied(3)
        await until(lambda: _parked(readers, 2))
    assert await readers.sequences("bad") == []
    assert await readers.scalar("select parked from consumer_key where key = 'bad'") == "poison"


async def _parked(readers: Readers, count: int) -> bool:
    return bool(await readers.scalar("select count(*) from consumer_parked") == count)


async def test_a_handlers_bug_with_one_of_500_records_is_found_by_halves(readers: Readers) -> None:
    calls = 0
    keys = [key for key in (f"key-{n}" for n in range(9000)) if partition_of(key) == 3][:500]

    async def handle(session: Any, events: Sequence[Any]) -> None:
        nonlocal calls
        calls += 1
        if any(e.key == keys[250] for e in events):
            raise ZeroDivisionError("a bug")
        await note_effects(session, events)

    readers.handler = handle
    await readers.write(*keys)
    async with running(readers.consumer()):
        await readers.applied(499)
        await until(lambda: _parked(readers, 1))
    assert calls < 40  # two for each halving, and the attempts with the last one
    parked = await readers.scalar("select key || ' ' || attempts || ' ' || error from consumer_parked")
    assert parked == f"{keys[250]} 3 a bug"


@pytest.mark.parametrize("error", [FileNotFoundError("a template"), TimeoutError("of a call")])
async def test_a_handlers_own_os_error_parks_its_key_and_does_not_wait_for_the_database(
    readers: Readers, error: Exception
) -> None:
    async def handle(session: Any, events: Sequence[Any]) -> None:
        if any(e.key == "bad" for e in events):
            raise error
        await note_effects(session, events)

    readers.handler = handle
    await readers.write("bad", "good")
    async with running(readers.consumer()):
        await readers.applied(1)
        await until(lambda: _parked(readers, 1))
    assert await readers.scalar("select parked from consumer_key where key = 'bad'") == "poison"


async def test_a_transient_database_error_is_tried_again_and_parks_nothing(readers: Readers) -> None:
    failures = 3

    async def handle(session: Any, events: Sequence[Any]) -> None:
        nonlocal failures
        await note_effects(session, events)
        if failures:
            failures -= 1
            await session.execute(text("do $$ begin raise exception using errcode = '40P01'; end $$"))

    readers.handler = handle
    await readers.write("k", "k")
    async with running(readers.consumer()):
        await readers.applied(2)
    assert await readers.sequences("k") == [1, 2]
    assert await readers.scalar("select count(*) from consumer_parked") == 0


async def test_a_backend_killed_under_a_chunk_costs_nothing(readers: Readers) -> None:
    killed = False

    async def handle(session: Any, events: Sequence[Any]) -> None:
        nonlocal killed
        await note_effects(session, events)
        if not killed:
            killed = True
            await session.execute(text("select pg_terminate_backend(pg_backend_pid())"))

    readers.handler = handle
    await readers.write("k", "k")
    async with running(readers.consumer()):
        await readers.applied(2)
    assert killed
    assert await readers.sequences("k") == [1, 2]
    assert await readers.scalar("select count(*) from consumer_parked") == 0


@pytest.mark.parametrize("kept", [True, False])
async def test_a_commit_that_nobody_hears_back_from_stops_nobody_and_is_applied_once(
    readers: Readers, kept: bool
) -> None:
    with contextlib.ExitStack() as losing:
        calls = 0

        async def handle(session: Any, events: Sequence[Any]) -> None:
            nonlocal calls
            calls += 1
            if calls == 1:
                losing.enter_context(lost_commits(kept=kept, of=session))
            await note_effects(session, events)

        readers.handler = handle
        await readers.write("k")
        async with running(readers.consumer()):
            await readers.applied(1)
            await readers.write("k", start=2)
            await readers.applied(2)
    assert await readers.sequences("k") == [1, 2]
    assert calls == (2 if kept else 3)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ce_id", b"no uuid"),
        ("ce_id", None),
        ("ce_sequence", b"9" * 30),
        ("ce_sequence", b"0"),
        ("ce_type", b"a\0b"),
        ("ce_time", b"2026-11-01T10:00:00"),
        ("ce_specversion", b"0.3"),
    ],
)
async def test_a_record_nobody_can_decode_is_kept_and_passed(readers: Readers, name: str, value: Any) -> None:
    def broken(headers: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        return [(n, value if n == name else v) for n, v in headers]

    await readers.write("k", headers=broken)
    await readers.write("k")
    async with running(readers.consumer()):
        await readers.applied(1)
    assert await readers.scalar("select count(*) from consumer_undecodable") == 1


async def test_a_poisoned_record_whose_error_holds_a_nul_does_not_block_its_partition(readers: Readers) -> None:
    async def handle(session: Any, events: Sequence[Any]) -> None:
        raise ValueError("a\0b")

    readers.handler = handle
    await readers.write("k")
    async with running(readers.consumer()):
        await until(lambda: _parked(readers, 1))


async def test_a_subscription_that_nobody_waits_for_gathers_what_comes_while_it_pauses(readers: Readers) -> None:
    chunks: list[int] = []

    async def handle(session: Any, events: Sequence[Any]) -> None:
        chunks.append(len(events))
        await note_effects(session, events)

    readers.handler = handle
    async with running(readers.consumer(pause=3)):
        await readers.write("first")
        await readers.applied(1)
        for key in ("a", "b", "c"):
            await readers.write(key)
        await readers.applied(4)
    assert chunks == [1, 3]


async def test_two_consumers_share_the_partitions(readers: Readers) -> None:
    one, two = readers.consumer("one"), readers.consumer("two")
    async with running(one), running(two):
        await until(lambda: _shares(one, two))
        assert one.leases.held.keys().isdisjoint(two.leases.held)
        await readers.write(*(f"key-{n}" for n in range(64)))
        await readers.applied(64)
        await until(lambda: _ready(one, two))
    assert len(await effects(readers.worker)) == 64


async def _shares(*consumers: Consumer) -> bool:
    return {len(c.leases.held) for c in consumers} == {PARTITIONS // len(consumers)}


async def _ready(*consumers: Consumer) -> bool:
    return all(c.ready.is_set() for c in consumers)


async def test_a_killed_consumers_partitions_are_taken_over_when_its_leases_run_out(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = readers.consumer("one"), readers.consumer("two")
    async with running(two):
        async with running(one):
            await until(lambda: _shares(one, two))
            monkeypatch.setattr(one.leases, "release", _nothing)  # killed: it gives nothing back
        await readers.write(*(f"key-{n}" for n in range(64)))
        await readers.applied(64, seconds=1.5 + 2)
    assert len(await effects(readers.worker)) == 64


async def _nothing() -> None: ...


async def test_a_consumer_ends_although_its_cancellation_was_lost(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    consumer, waits = readers.consumer(), asyncio.Event()

    async def go_round() -> None:
        waits.set()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(0.05)

    monkeypatch.setattr(consumer, "_go_round", go_round)
    task = asyncio.create_task(consumer.run())
    await waits.wait()
    task.cancel()
    await asyncio.wait([task], timeout=5)
    assert task.cancelled()


async def test_a_consumer_without_a_partition_is_ready_all_the_same(readers: Readers) -> None:
    one = readers.consumer("one", seconds=30)
    async with running(one):
        await until(lambda: _shares(one))
        idle = readers.consumer("two", seconds=30)
        async with running(idle):
            await asyncio.wait_for(idle.ready.wait(), 5)
            assert idle.leases.held == {}


async def test_a_new_epoch_makes_the_consumer_begin_anew(readers: Readers) -> None:
    await readers.write("k", "k")
    consumer = readers.consumer()
    async with running(consumer):
        await readers.applied(2)
        async with readers.worker.transaction(None) as session:
            await ledger.set_epoch(session, "reader", 2)
        await readers.write("k", start=3)
        await readers.applied(5)
    assert consumer.epoch == 2
    assert await readers.sequences("k") == [1, 2, 1, 2, 3]


async def test_a_consumer_rides_out_a_broker_that_is_away(readers: Readers, wire: Wire) -> None:
    await readers.write("k")
    async with running(readers.consumer(kafka=wire.kafka)) as task:
        await readers.applied(1)
        wire.sever()
        await readers.write("k", start=2)
        await asyncio.sleep(1)
        assert not task.done()
        wire.mend()
        await readers.applied(2, seconds=30)
    assert await readers.sequences("k") == [1, 2]


async def test_getmany_is_never_cancelled_while_the_consumer_runs(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, cancelled, calls = AIOKafkaConsumer.getmany, 0, 0

    async def watched(self: Any, *partitions: Any, **options: Any) -> Any:
        nonlocal cancelled, calls
        calls += 1
        try:
            return await real(self, *partitions, **options)
        except asyncio.CancelledError:
            cancelled += 1
            raise

    monkeypatch.setattr(AIOKafkaConsumer, "getmany", watched)
    async with running(readers.consumer("one")):
        await readers.write("k")
        await readers.applied(1)
        async with running(readers.consumer("two")):  # leases move under it
            await readers.write("k", start=2)
            await readers.applied(2)
            await asyncio.sleep(1)
            assert calls > 2
            assert cancelled == 0


async def test_lag_and_parked_keys_are_counted(readers: Readers) -> None:
    await readers.write("bad", body=b"{}")
    consumer = readers.consumer()
    async with running(consumer):
        await until(lambda: _parked(readers, 1))
        assert await consumer.refresh_parked() == 1


def test_what_is_transient_and_what_is_not() -> None:
    from asyncpg.exceptions import DeadlockDetectedError, UniqueViolationError

    from shared.events.consumer import is_transient

    assert is_transient(DeadlockDetectedError("x"))
    assert is_transient(DBAPIError("", {}, DeadlockDetectedError("x")))
    assert not is_transient(UniqueViolationError("x"))
    assert not is_transient(DBAPIError("", {}, UniqueViolationError("x")))
    for error in (KeyError("x"), OSError("x"), TimeoutError(), ConnectionResetError("x")):
        assert not is_transient(error)
