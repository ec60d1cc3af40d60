"""Keys that wait for a record that does not come: seen by an operator, counted for whoever watches.

A gap closes by itself when the missing record comes, or any snapshot of the key. One that stays was lost: by a broker
without its disk, by a log shorter than our absence.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.database import Database
from shared.db.query import Query, Scalar
from shared.events import ledger


class OverdueKey(NamedTuple):
    """A key whose first waiting record has waited too long; `event_type` is one of those that wait."""

    district_id: UUID
    topic: str
    key: str
    missing_from: int
    missing_to: int
    waiting: int
    waiting_since: datetime
    event_type: str


_OVERDUE = """
select k.district_id, k.topic, k.key, k.sequence + 1 as missing_from, w.first_waiting - 1 as missing_to, w.waiting,
  w.waiting_since, w.event_type
from consumer_key k
join lateral (
  select count(*) as waiting, min(sequence) as first_waiting, min(parked_at) as waiting_since,
    min(event_type) as event_type
  from consumer_parked p where p.consumer = k.consumer and p.epoch = k.epoch and p.topic = k.topic
    and p.district_id = k.district_id and p.key = k.key
) w on w.waiting_since < clock_timestamp() - make_interval(secs => cast(:seconds as float8))
where k.parked = 'gap' and k.consumer = :consumer and k.epoch = :epoch
"""
_LIST = Query(f"{_OVERDUE} order by w.waiting_since, k.key", OverdueKey)
_COUNT = Scalar(f"select count(*) from ({_OVERDUE}) as overdue", int)  # noqa: S608


@dataclass(frozen=True)
class Gap:
    """A key whose records have waited too long for the missing ones before them."""

    consumer: str
    district_id: UUID
    topic: str
    key: str
    missing_from: int
    missing_to: int
    waiting: int
    waiting_since: datetime
    what_to_do: str


async def list_gaps(database: Database, consumer: str, seconds: float) -> list[Gap]:
    """The keys that have waited longer than so many seconds, the longest first."""
    async with database.transaction(None) as session:
        epoch = await ledger.current_epoch(session, consumer)
        rows = await _LIST.all(session, consumer=consumer, epoch=epoch, seconds=seconds)
        return [_gap(consumer, row) for row in rows]


async def count_gaps(database: Database, consumer: str, epoch: int, seconds: float) -> int:
    """How many those are."""
    async with database.transaction(None) as session:
        return await _COUNT.one(session, consumer=consumer, epoch=epoch, seconds=seconds)


def _gap(consumer: str, row: OverdueKey) -> Gap:
    publisher = row.event_type.split(".")[2]
    return Gap(
        consumer=consumer,
        district_id=row.district_id,
        topic=row.topic,
        key=row.key,
        missing_from=row.missing_from,
        missing_to=row.missing_to,
        waiting=row.waiting,
        waiting_since=row.waiting_since,
        what_to_do=f"`trellis {publisher} outbox` shows what is still to be sent; if that is nothing, the missing "
        f"records are lost: `trellis {publisher} republish` sends the key's state again, and the key flows",
    )
