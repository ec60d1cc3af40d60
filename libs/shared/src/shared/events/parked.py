"""Records that wait, in the consumer's own database: behind one of their key that could not be applied, or that is
missing; and those that could not even be read.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Scalar, Transaction
from shared.events.event import Record
from shared.events.ledger import KeyId, Partition


class ParkedRecord(NamedTuple):
    """A record that waits, as it is stored: its key is parked, by this record or by one before it."""

    id: int
    topic: str
    partition: int
    record_offset: int
    district_id: UUID
    key: str
    event_id: UUID
    event_type: str
    incarnation: int
    sequence: int
    snapshot: bool
    occurred_at: datetime
    traceparent: str | None
    body: bytes | None


_PARK = Command("""
insert into consumer_parked (consumer, epoch, topic, partition, record_offset, district_id, key, event_id, event_type,
  incarnation, sequence, snapshot, occurred_at, traceparent, body, attempts, error)
values (:consumer, :epoch, :topic, :partition, :offset, :district_id, :key, :event_id, :event_type,
  :incarnation, :sequence, :snapshot, :occurred_at, :traceparent, :body, :attempts, :error)
""")
_PARKED = Query(
    """
select id, topic, partition, record_offset, district_id, key, event_id, event_type, incarnation, sequence, snapshot,
  occurred_at, traceparent, body
from consumer_parked
where consumer = :consumer and epoch = :epoch and topic = :topic and district_id = :district_id and key = :key
order by incarnation, sequence, id
""",
    ParkedRecord,
)
_UNPARK = Command("delete from consumer_parked where id = any(cast(:ids as bigint[]))")
_UNDECODABLE = Command("""
insert into consumer_undecodable (consumer, epoch, topic, partition, record_offset, key, body, error)
values (:consumer, :epoch, :topic, :partition, :offset, :key, :body, :error) on conflict do nothing
""")
_COUNT_PARKED = Scalar(
    """
select count(*) from consumer_key where consumer = :consumer and epoch = :epoch and parked is not null
""",
    int,
)


async def park(
    session: Transaction, place: Partition, record: Record, *, attempts: int = 0, error: str | None = None
) -> None:
    await _PARK.run(
        session, **place.parameters(), offset=record.offset, district_id=record.district_id, key=record.key,
        event_id=record.event_id, event_type=record.event_type, incarnation=record.incarnation,
        sequence=record.sequence, snapshot=record.snapshot, occurred_at=record.occurred_at,
        traceparent=record.traceparent, body=record.body, attempts=attempts,
        error=error and error.replace("\0", "\\0"),
    )  # fmt: skip


async def parked_records(session: Transaction, place: Partition, key: KeyId) -> list[tuple[int, Record]]:
    """The waiting records of a key, in sequence, each with its row id."""
    rows = await _PARKED.all(
        session, consumer=place.consumer, epoch=place.epoch, topic=place.topic, district_id=key[0], key=key[1]
    )
    return [
        (
            row.id,
            Record(
                topic=row.topic, partition=row.partition, offset=row.record_offset, key=row.key,
                event_type=row.event_type, event_id=row.event_id, district_id=row.district_id,
                incarnation=row.incarnation, sequence=row.sequence, occurred_at=row.occurred_at,
                traceparent=row.traceparent, snapshot=row.snapshot, body=row.body,
            ),
        )
        for row in rows
    ]  # fmt: skip


async def unpark(session: Transaction, ids: Sequence[int]) -> None:
    await _UNPARK.run(session, ids=list(ids))


async def keep_undecodable(
    session: Transaction, place: Partition, offset: int, key: bytes | None, body: bytes | None, error: str
) -> None:
    await _UNDECODABLE.run(session, **place.parameters(), offset=offset, key=key, body=body, error=error)


async def count_parked(session: Transaction, consumer: str, epoch: int) -> int:
    return await _COUNT_PARKED.one(session, consumer=consumer, epoch=epoch)
