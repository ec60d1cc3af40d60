"""Chunks of partitions, applied in one transaction: the guards first, then the effects, then the offsets.

Records of one key stay in order throughout. Records of different keys need not: they are gathered by district and
type, so that a handler gets many events in one call and can write them in one statement.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.database import set_tenant
from shared.events import ledger, parked
from shared.events.event import REGISTRY, Event, Received, Record, Undecodable, read_record
from shared.events.ledger import KeyId, KeyState, Partition, SequenceCheck
from shared.telemetry import EVENTS_CONSUMED, in_trace

Handler = Callable[[AsyncSession, Sequence[Received[Any]]], Awaitable[None]]
"""Applies events of one district and one type, in order; the session already speaks for that district."""

Batch = tuple[UUID, type[Event], list[Received[Any]]]


class Poison(Exception):
    """A record that will never be applied as it is: a body its type does not allow, or a handler that refuses it."""

    def __init__(self, record: Record, reason: str) -> None:
        super().__init__(reason)
        self.record = record
        self.reason = reason


@dataclass(frozen=True)
class Subscription:
    """What a consumer of a service listens to. Its name is stored with its offsets: renaming it starts it afresh.

    Each chunk costs a transaction, also one that holds nothing for it. A subscription whose effects nobody waits for
    gathers events: after each chunk for `pause` seconds, where no more wait than one chunk takes.

    With `by_trace` a handler gets events of one trace at a time, so that what it publishes belongs to that trace: for
    few events that lead to others. Many are cheaper all at once, and belong to a trace only where they share it.
    """

    consumer: str
    handlers: Mapping[type[Event], Handler]
    pause: float = 0
    by_trace: bool = False

    @property
    def topics(self) -> list[str]:
        return sorted({self.topic_of(event) for event in self.handlers})

    def topic_of(self, event: type[Event]) -> str:
        """Only there it is heard: one of its type that lies in the topic that it had once says nothing newer."""
        return event.topic.name


@dataclass
class _Sorted:
    """A chunk after the guards: what is to be applied, in order, and what the keys' states have become."""

    accepted: list[Record] = field(default_factory=list)
    states: dict[KeyId, KeyState] = field(default_factory=dict)
    drained: list[int] = field(default_factory=list)


async def apply_chunk(
    session: AsyncSession, subscription: Subscription, place: Partition, raw: Sequence[Any], now: datetime
) -> int:
    """Apply what of these Kafka records is new; returns the next offset. Raises `Poison` for a record that cannot
    be.
    """
    return (await apply_chunks(session, subscription, {place: raw}, now))[place]


async def apply_chunks(
    session: AsyncSession, subscription: Subscription, chunks: Mapping[Partition, Sequence[Any]], now: datetime
) -> dict[Partition, int]:
    """The same for several partitions of one consumer at once, which costs little more than for one."""
    offsets = await ledger.lock_offsets(session, chunks.keys())
    records: list[Record] = []
    for place, raw in chunks.items():
        records += await _decode(session, place, [r for r in raw if r.offset >= offsets[place]])
    anywhere = next(iter(chunks))
    fresh = await _claim_once(session, anywhere, records)
    by_topic: dict[str, dict[int, Partition]] = defaultdict(dict)
    for place in chunks:
        by_topic[place.topic][place.partition] = place
    sorted_ = [
        (places, await _sort(session, places, [r for r in fresh if r.topic == topic]))
        for topic, places in by_topic.items()
    ]
    await run_handlers(session, subscription, anywhere, [r for _, chunk in sorted_ for r in chunk.accepted], now)
    for places, chunk in sorted_:
        await ledger.save_states(session, next(iter(places.values())), chunk.states)
        if chunk.drained:
            await parked.unpark(session, chunk.drained)
    next_offsets = {place: max(offsets[place], int(raw[-1].offset) + 1) for place, raw in chunks.items()}
    await ledger.move_offsets(session, next_offsets)
    return next_offsets


async def _decode(session: AsyncSession, place: Partition, raw: Iterable[Any]) -> list[Record]:
    records = []
    for r in raw:
        try:
            records.append(read_record(r.topic, r.partition, r.offset, r.key, r.headers, r.value))
        except Undecodable as error:
            await parked.keep_undecodable(session, place, r.offset, r.key, r.value, str(error))
            EVENTS_CONSUMED.labels(place.consumer, "undecodable").inc()
    return records


async def _claim_once(session: AsyncSession, place: Partition, records: list[Record]) -> list[Record]:
    if not records:
        return []
    claimed = await ledger.claim(session, place, [r.event_id for r in records])
    fresh = []
    for record in records:
        if record.event_id in claimed:
            claimed.discard(record.event_id)  # the same event twice in one chunk
            fresh.append(record)
    EVENTS_CONSUMED.labels(place.consumer, "duplicate").inc(len(records) - len(fresh))
    return fresh


async def _sort(session: AsyncSession, places: Mapping[int, Partition], records: list[Record]) -> _Sorted:
    """Records of one topic, whose partitions have these places. A key's state does not depend on the partition."""
    chunk = _Sorted()
    if not records:
        return chunk
    place = places[records[0].partition]
    states = await ledger.key_states(session, place, records)
    compacted = is_compacted(place.topic)
    for record in records:
        key = (record.district_id, record.key)
        state = states.get(key)
        verdict = ledger.check_sequence(state, record, compacted=compacted)
        if state is not None and state.parked is not None and not _opens(state, verdict, compacted):
            await parked.park(session, places[record.partition], record)
            EVENTS_CONSUMED.labels(place.consumer, "parked").inc()
        elif verdict is SequenceCheck.NEXT:
            was_parked = state is not None and state.parked is not None
            states[key] = chunk.states[key] = KeyState(record.incarnation, record.sequence, None)
            chunk.accepted.append(record)
            if was_parked:
                await _drain(session, place, key, chunk, compacted)
                states[key] = chunk.states[key]
        elif verdict is SequenceCheck.GAP:
            kept = state or KeyState(record.incarnation, 0, None)
            states[key] = chunk.states[key] = KeyState(kept.incarnation, kept.sequence, "gap")
            await parked.park(session, places[record.partition], record)
            EVENTS_CONSUMED.labels(place.consumer, "parked").inc()
        else:
            EVENTS_CONSUMED.labels(place.consumer, "stale").inc()
    return chunk


def _opens(state: KeyState, verdict: SequenceCheck, compacted: bool) -> bool:
    """Whether a record may pass although its key is parked: it is the missing one, or stale anyhow. In a compacted
    topic a newer record stands for all before it, a poisoned one too; an erasure must not wait for an operator.
    """
    return (state.parked == "gap" or compacted) and verdict is not SequenceCheck.GAP


async def _drain(session: AsyncSession, place: Partition, key: KeyId, chunk: _Sorted, compacted: bool) -> None:
    """The missing record has come: take up the waiting ones as far as they follow."""
    for row_id, record in await parked.parked_records(session, place, key):
        if row_id in chunk.drained:
            continue
        state = chunk.states[key]
        verdict = ledger.check_sequence(state, record, compacted=compacted)
        if verdict is SequenceCheck.GAP:
            chunk.states[key] = KeyState(state.incarnation, state.sequence, "gap")
            return
        chunk.drained.append(row_id)
        if verdict is SequenceCheck.NEXT:
            chunk.states[key] = KeyState(record.incarnation, record.sequence, None)
            chunk.accepted.append(record)


async def run_handlers(
    session: AsyncSession, subscription: Subscription, place: Partition, records: Sequence[Record], now: datetime
) -> None:
    wanted = {(subscription.topic_of(event), event.event_type): event for event in subscription.handlers}
    heard = [(wanted[r.topic, r.event_type], r) for r in records if (r.topic, r.event_type) in wanted]
    received = [(event, _read(record, event, place.epoch, now)) for event, record in heard]
    for district_id, event, batch in batches_by_type(received):
        await set_tenant(session, district_id)
        for run in _of_one_trace(batch) if subscription.by_trace else [batch]:
            with _in_their_trace(run):
                await subscription.handlers[event](session, run)
    EVENTS_CONSUMED.labels(place.consumer, "applied").inc(len(received))
    EVENTS_CONSUMED.labels(place.consumer, "ignored").inc(len(records) - len(received))


def _of_one_trace(batch: Sequence[Received[Any]]) -> list[list[Received[Any]]]:
    """The batch in its order, cut where another trace begins."""
    return [list(run) for _, run in groupby(batch, key=lambda one: one.traceparent)]


def _in_their_trace(events: Sequence[Received[Any]]) -> AbstractContextManager[None]:
    traces = {event.traceparent for event in events}
    shared = next(iter(traces)) if len(traces) == 1 else None
    return nullcontext() if shared is None else in_trace(shared)


def _read(record: Record, event: type[Event], epoch: int, now: datetime) -> Received[Any]:
    try:
        body = None if record.body is None else event.read(record.body)
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False))
        raise Poison(record, f"the body is not a {event.event_type}: {problems}") from error
    if body is None and not event.topic.compacted:
        raise Poison(record, f"{event.event_type} came without a body")
    return Received(
        event_id=record.event_id,
        district_id=record.district_id,
        key=record.key,
        incarnation=record.incarnation,
        sequence=record.sequence,
        occurred_at=record.occurred_at,
        applied_at=now,
        epoch=epoch,
        body=body,
        traceparent=record.traceparent,
        snapshot=record.snapshot,
    )


def batches_by_type(received: Sequence[tuple[type[Event], Received[Any]]]) -> list[Batch]:
    """Gather events by district and type into few calls, without letting two events of one key change places."""
    batches: list[Batch] = []
    last_of_key: dict[KeyId, int] = {}
    for event, item in received:
        key = (item.district_id, item.key)
        at = last_of_key.get(key, 0)
        while at < len(batches) and batches[at][:2] != (item.district_id, event):
            at += 1
        if at == len(batches):
            batches.append((item.district_id, event, []))
        batches[at][2].append(item)
        last_of_key[key] = at
    # Everybody takes districts in one order, so that two partitions cannot wait for each other's rows.
    return sorted(batches, key=lambda batch: batch[0].bytes)


def is_compacted(topic: str) -> bool:
    return any(event.topic.compacted for event in REGISTRY.values() if event.topic.name == topic)
