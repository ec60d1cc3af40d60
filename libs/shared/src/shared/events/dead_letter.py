"""Poisoned keys: parked, shown to an operator, retried or skipped with a reason.

Only the key waits; everyone else flows. A copy goes to the service's dead-letter topic for whoever watches that.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.database import Database, set_tenant
from shared.db.driver_errors import is_database_away
from shared.db.query import Command, Query
from shared.events import ledger, parked
from shared.events.apply import Subscription, is_compacted, run_handlers
from shared.events.event import Event, Record, Topic
from shared.events.ledger import KeyState, Partition
from shared.events.outbox import publish
from shared.values.clock import utc_now
from shared.values.quoting import without_rows

DEAD_LETTERS = Topic("trellis.dead-letters.v1", retention_days=90)


class RecordParked(Event, type="org.trellis.platform.record.parked.v1", topic=DEAD_LETTERS, key="source_key"):
    """A consumer could not apply a record; its key waits for an operator.

    For alerting only, and so without the body: the record itself is still where it came from, and a name must not
    leave its topic.
    """

    source_key: str
    consumer: str
    source_topic: str
    source_partition: int
    source_offset: int
    source_event_id: UUID
    source_event_type: str
    attempts: int
    error: str


class DeadLetter(NamedTuple):
    """A key that waits because its first record is poison, with that record."""

    consumer: str
    district_id: UUID
    topic: str
    partition: int
    key: str
    event_id: UUID
    event_type: str
    sequence: int
    waiting: int
    attempts: int
    error: str
    parked_at: datetime


_LIST = Query(
    """
select k.consumer, k.district_id, k.topic, p.partition, k.key, p.event_id, p.event_type, p.sequence, w.waiting,
  p.attempts, coalesce(p.error, '') as error, p.parked_at
from consumer_key k
join lateral (select p.partition, p.event_id, p.event_type, p.sequence, p.attempts, p.error, p.parked_at
  from consumer_parked p where p.consumer = k.consumer and p.epoch = k.epoch and p.topic = k.topic
  and p.district_id = k.district_id and p.key = k.key order by incarnation, sequence, id limit 1) p on true
join lateral (select count(*) as waiting from consumer_parked p where p.consumer = k.consumer and p.epoch = k.epoch
  and p.topic = k.topic and p.district_id = k.district_id and p.key = k.key) w on true
where k.parked = 'poison' and k.consumer = :consumer and k.epoch = :epoch order by p.parked_at
""",
    DeadLetter,
)
_DECIDED = Command("""
insert into dead_letter_decision (consumer, district_id, key, event_id, decision, reason)
values (:consumer, :district_id, :key, :event_id, :decision, :reason)
""")
_FAILED = Command("update consumer_parked set attempts = attempts + 1, error = :error where id = :id")


class NothingParked(Exception):
    """No poisoned record with that event id waits here."""


async def park_poison(
    session: AsyncSession,
    place: Partition,
    record: Record,
    *,
    attempts: int,
    error: str,
    culprit: Record | None,
) -> None:
    """Set a poisoned record and its key aside, and move on behind it. Does nothing where another owner has done so."""
    try:
        next_offset = (await ledger.lock_offsets(session, [place]))[place]
    except ledger.OffsetLost:
        return
    if next_offset > record.offset:
        return
    key = (record.district_id, record.key)
    state = (await ledger.key_states(session, place, [record])).get(key) or KeyState(record.incarnation, 0, None)
    await ledger.claim(session, place, [record.event_id])
    if culprit is not None and culprit.event_id != record.event_id:  # one that waited behind this record
        error = f"{culprit.event_id} behind it: {error}"
    await parked.park(session, place, record, attempts=attempts, error=error)
    await ledger.save_states(session, place, {key: KeyState(state.incarnation, state.sequence, "poison")})
    await ledger.move_offsets(session, {place: record.offset + 1})
    await set_tenant(session, record.district_id)
    await publish(session, record.district_id, _copy(place, culprit or record, attempts, error))


def _copy(place: Partition, record: Record, attempts: int, error: str) -> RecordParked:
    return RecordParked(
        source_key=record.key,
        consumer=place.consumer,
        source_topic=place.topic,
        source_partition=place.partition,
        source_offset=record.offset,
        source_event_id=record.event_id,
        source_event_type=record.event_type,
        attempts=attempts,
        error=error[:2000],
    )


async def list_dead_letters(database: Database, consumer: str) -> list[DeadLetter]:
    async with database.transaction(None) as session:
        epoch = await ledger.current_epoch(session, consumer)
        return await _LIST.all(session, consumer=consumer, epoch=epoch)


async def retry(database: Database, subscription: Subscription, event_id: UUID) -> int:
    """Apply the parked records of the event's key again, in order; returns how many. Raises what the handler raises
    for this record; at a later one that cannot be applied the key waits again.
    """
    return await _resume(database, subscription, event_id, decision="retried", reason=None)


async def skip(database: Database, subscription: Subscription, event_id: UUID, reason: str) -> int:
    """Leave this one record out, for a reason that is kept, and apply those behind it; returns how many were
    applied.
    """
    return await _resume(database, subscription, event_id, decision="skipped", reason=reason)


async def _resume(
    database: Database, subscription: Subscription, event_id: UUID, *, decision: str, reason: str | None
) -> int:
    found = [d for d in await list_dead_letters(database, subscription.consumer) if d.event_id == event_id]
    if not found:
        raise NothingParked(f"no poisoned record {event_id} waits for {subscription.consumer}")
    letter = found[0]
    key = (letter.district_id, letter.key)
    async with database.transaction(None) as session:
        epoch = await ledger.current_epoch(session, subscription.consumer)
        place = Partition(subscription.consumer, epoch, letter.topic, letter.partition)
        await ledger.lock_offsets(session, [place])
        rows = await parked.parked_records(session, place, key)
        if not rows or rows[0][1].event_id != event_id:
            raise NothingParked(f"{event_id} was settled by somebody else just now")
        await _DECIDED.run(
            session, consumer=subscription.consumer, district_id=letter.district_id, key=letter.key, event_id=event_id,
            decision=decision, reason=reason,
        )  # fmt: skip
        applied, state = await _work_off(session, subscription, place, rows, leave_out=decision == "skipped")
        await ledger.save_states(session, place, {key: state})
    return applied


async def _work_off(
    session: AsyncSession, subscription: Subscription, place: Partition, rows: Sequence[tuple[int, Record]],
    *, leave_out: bool,
) -> tuple[int, KeyState]:  # fmt: skip
    """Apply a key's waiting records as far as they follow each other, the first one perhaps left out; returns how
    many were applied, and the key's state behind them.
    """
    compacted = is_compacted(place.topic)
    first = rows[0][1]
    state = KeyState(first.incarnation, first.sequence - 1, None)
    applied = 0
    for row_id, record in rows:
        verdict = ledger.check_sequence(state, record, compacted=compacted)
        if verdict is ledger.SequenceCheck.GAP:
            return applied, replace(state, parked="gap")
        if verdict is ledger.SequenceCheck.NEXT and not (leave_out and record is first):
            try:
                async with session.begin_nested():
                    await run_handlers(session, subscription, place, [record], utc_now())
            except Exception as error:
                if record is first or is_database_away(error):
                    raise
                await _FAILED.run(session, id=row_id, error=without_rows(str(error)).replace("\0", "\\0"))
                return applied, replace(state, parked="poison")
            applied += 1
        if verdict is ledger.SequenceCheck.NEXT:
            state = KeyState(record.incarnation, record.sequence, None)
        await parked.unpark(session, [row_id])
    return applied, state
