"""The three guards against doing something twice, each alone, and all of them off.

Every test plays the same mishaps, of the kind that its guard is there for, with the other two switched off.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from noted.events import effects, make_event, note_effects
from sqlalchemy import text

from shared.db.database import Database
from shared.events import ledger
from shared.events.apply import Subscription, apply_chunk
from shared.events.ledger import KeyState, OffsetLost, Partition, SequenceCheck, check_sequence
from shared.testing import DISTRICT_A, Deliveries
from shared.testing.deliveries import RawRecord
from shared.values.clock import utc_now
from shared.values.ids import new_id

Off = Callable[[str], None]


@pytest.fixture
def off(monkeypatch: pytest.MonkeyPatch) -> Off:
    """Switches a guard off."""

    async def any_offsets(session: Any, places: Any) -> dict[Partition, int]:
        return dict.fromkeys(places, 0)

    async def any_id(session: Any, place: Partition, ids: Any) -> set[Any]:
        return set(ids)

    def always_next(state: Any, record: Any, *, compacted: bool) -> SequenceCheck:
        return SequenceCheck.NEXT

    def switch(guard: str) -> None:
        replacement = {"lock_offsets": any_offsets, "claim": any_id, "check_sequence": always_next}[guard]
        monkeypatch.setattr(ledger, guard, replacement)

    return switch


class ReadPartition:
    """One partition, read by as many consumers as a test likes."""

    def __init__(self, worker: Database) -> None:
        self.worker = worker
        self.event = make_event()
        self.subscription = Subscription("reader", {self.event: note_effects})
        self.place = Partition("reader", 1, self.event.topic.name, 3)
        self._deliveries = Deliveries(self.subscription, worker)

    def record(self, offset: int, sequence: int, *, key: str = "k", event_id: Any = None) -> RawRecord:
        made = self._deliveries.record(DISTRICT_A, self.event(note=key), sequence=sequence, event_id=event_id)
        return replace(made, partition=3, offset=offset)

    async def apply(self, *records: RawRecord, pause: float = 0) -> None:
        async with self.worker.transaction(None) as session:
            await ledger.ensure_offset(session, self.place, 0)
            await apply_chunk(session, self.subscription, self.place, records, utc_now())
            await asyncio.sleep(pause)

    async def sequences(self) -> list[int]:
        return [sequence for _, _, sequence in await effects(self.worker)]


@pytest.fixture
def partition(worker: Database) -> ReadPartition:
    return ReadPartition(worker)


async def read_again(partition: ReadPartition) -> None:
    """A consumer is killed behind its commit and its successor, or it itself when it wakes, reads the same again."""
    records = [partition.record(n, n + 1) for n in range(5)]
    await partition.apply(*records[:3])
    await partition.apply(*records[:3])
    await partition.apply(*records)
    await asyncio.gather(*(partition.apply(*records, pause=0.05) for _ in range(4)))


async def sent_again(partition: ReadPartition) -> None:
    """A relay is killed between send and delete: the same events come again further on in the log."""
    ids = [new_id() for _ in range(5)]
    once = [partition.record(n, n + 1, event_id=ids[n]) for n in range(5)]
    again = [partition.record(5 + n, n + 1, event_id=ids[n]) for n in range(5)]
    await partition.apply(*once[:2])
    await partition.apply(*once[2:], *again)


async def sent_late(partition: ReadPartition) -> None:
    """A relay that was paused wakes up long after, when the inbox has forgotten, and sends old events behind newer."""
    await partition.apply(*(partition.record(n, n + 1) for n in range(5)))
    async with partition.worker.transaction(None) as session:
        await session.execute(text("delete from consumer_inbox"))
    await partition.apply(partition.record(5, 2), partition.record(6, 3), partition.record(7, 1))


def one_effect_each(sequences: list[int]) -> bool:
    return sequences == [1, 2, 3, 4, 5]


async def test_the_offset_alone_gives_one_effect_to_what_is_read_again(partition: ReadPartition, off: Off) -> None:
    off("claim")
    off("check_sequence")
    await read_again(partition)
    assert one_effect_each(await partition.sequences())


async def test_the_inbox_alone_gives_one_effect_to_what_is_sent_or_read_again(
    partition: ReadPartition, off: Off
) -> None:
    off("lock_offsets")
    off("check_sequence")
    await sent_again(partition)
    assert one_effect_each(await partition.sequences())


async def test_the_inbox_alone_withstands_two_readers_at_once(partition: ReadPartition, off: Off) -> None:
    off("lock_offsets")
    off("check_sequence")
    await read_again(partition)
    assert one_effect_each(await partition.sequences())


async def test_the_sequence_alone_gives_one_effect_to_what_is_sent_late(partition: ReadPartition, off: Off) -> None:
    off("lock_offsets")
    off("claim")
    await sent_late(partition)
    assert one_effect_each(await partition.sequences())


@pytest.mark.parametrize("mishap", [read_again, sent_again, sent_late])
async def test_with_all_three_there_is_one_effect(partition: ReadPartition, mishap: Any) -> None:
    await mishap(partition)
    assert one_effect_each(await partition.sequences())


@pytest.mark.parametrize("mishap", [read_again, sent_again, sent_late])
async def test_sabotage_with_all_three_off_the_check_fails(partition: ReadPartition, off: Off, mishap: Any) -> None:
    for guard in ("lock_offsets", "claim", "check_sequence"):
        off(guard)
    await mishap(partition)
    assert not one_effect_each(await partition.sequences())


async def test_an_owner_that_was_paused_and_wakes_up_does_nothing_twice(partition: ReadPartition) -> None:
    """It read its chunk, slept while another took over and went on, and now applies what it read."""
    stale = [partition.record(n, n + 1) for n in range(3)]
    await partition.apply(*stale, partition.record(3, 4), partition.record(4, 5))
    await partition.apply(*stale)
    assert one_effect_each(await partition.sequences())
    async with partition.worker.transaction(None) as session:
        assert await ledger.lock_offsets(session, [partition.place]) == {partition.place: 5}


async def test_two_owners_take_turns_at_the_offset_row(partition: ReadPartition) -> None:
    first = asyncio.create_task(partition.apply(partition.record(0, 1), pause=0.3))
    await asyncio.sleep(0.1)
    started = asyncio.get_running_loop().time()
    await partition.apply(partition.record(0, 1))
    assert asyncio.get_running_loop().time() - started > 0.1
    await first
    assert await partition.sequences() == [1]


async def test_an_owner_of_an_epoch_that_is_over_may_not_go_on(partition: ReadPartition) -> None:
    async with partition.worker.transaction(None) as session:
        await ledger.current_epoch(session, "reader")
    await partition.apply(partition.record(0, 1))
    async with partition.worker.transaction(None) as session:
        await ledger.set_epoch(session, "reader", 2)
    with pytest.raises(OffsetLost):
        await partition.apply(partition.record(1, 2))
    assert await partition.sequences() == [1]


async def test_an_owner_whose_offset_row_is_gone_may_not_go_on(partition: ReadPartition) -> None:
    with pytest.raises(OffsetLost):
        async with partition.worker.transaction(None) as session:
            await apply_chunk(session, partition.subscription, partition.place, [partition.record(0, 1)], utc_now())


async def test_a_rebuild_reads_ahead_in_an_epoch_of_its_own(partition: ReadPartition) -> None:
    await partition.apply(partition.record(0, 1))
    partition.place = replace(partition.place, epoch=2)
    await partition.apply(partition.record(0, 1), partition.record(1, 2))
    assert await partition.sequences() == [1, 1, 2]


@pytest.mark.parametrize(
    ("state", "incarnation", "sequence", "snapshot", "compacted", "verdict"),
    [
        (None, 1, 1, False, False, SequenceCheck.NEXT),
        (None, 1, 2, False, False, SequenceCheck.GAP),
        (None, 1, 9, True, False, SequenceCheck.NEXT),
        (None, 1, 9, False, True, SequenceCheck.NEXT),
        ((1, 4), 1, 5, False, False, SequenceCheck.NEXT),
        ((1, 4), 1, 4, False, False, SequenceCheck.STALE),
        ((1, 4), 1, 4, True, True, SequenceCheck.STALE),
        ((1, 4), 1, 6, False, False, SequenceCheck.GAP),
        ((1, 4), 1, 6, True, False, SequenceCheck.NEXT),
        ((1, 4), 1, 6, False, True, SequenceCheck.NEXT),
        ((1, 4), 2, 3, False, False, SequenceCheck.NEXT),
        ((2, 1), 1, 9, False, False, SequenceCheck.STALE),
    ],
)
def test_where_a_record_stands(
    state: tuple[int, int] | None,
    incarnation: int,
    sequence: int,
    snapshot: bool,
    compacted: bool,
    verdict: SequenceCheck,
) -> None:
    record = _record(incarnation, sequence, snapshot)
    assert check_sequence(KeyState(*state, None) if state else None, record, compacted=compacted) is verdict


def _record(incarnation: int, sequence: int, snapshot: bool) -> Any:
    return SimpleNamespace(incarnation=incarnation, sequence=sequence, snapshot=snapshot)
