"""What a consumer remembers, in its own database, in the transaction of the effect: offsets, inbox, key
states. Records that wait are in `shared.events.parked`.

Each of the three guards against doing something twice stands alone in a function here: `lock_offsets` (and
`move_offsets`), `claim` and `check_sequence`. The tests switch them off one by one, and all together.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Scalar, Transaction
from shared.events.event import Record


@dataclass(frozen=True, slots=True)
class Partition:
    """A consumer's position in the world: who reads, in which epoch, from which partition."""

    consumer: str
    epoch: int
    topic: str
    partition: int

    def parameters(self) -> dict[str, Any]:
        return {
            "consumer": self.consumer,
            "epoch": self.epoch,
            "topic": self.topic,
            "partition": self.partition,
        }


@dataclass(slots=True)
class KeyState:
    """The last event of a key that was counted, and why its records wait, where they do."""

    incarnation: int
    sequence: int
    parked: str | None


KeyId = tuple[UUID, str]


class LockedOffset(NamedTuple):
    """What is to be read next of a partition, which nobody else may move until the transaction ends."""

    topic: str
    partition: int
    next_offset: int


class StoredKeyState(NamedTuple):
    """The last event of a key that was counted, as it is stored."""

    district_id: UUID
    key: str
    incarnation: int
    sequence: int
    parked: str | None


class OffsetLost(Exception):
    """The partition's offset row is gone, or the consumer has gone on to a newer epoch: read no further here."""


class SequenceCheck(Enum):
    NEXT = "next"
    STALE = "stale"
    GAP = "gap"


_LOCK_OFFSETS = Query(
    """
select o.topic, o.partition, o.next_offset from consumer_offset o
join unnest(cast(:topics as text[]), cast(:partitions as int[])) as w(topic, partition)
  on w.topic = o.topic and w.partition = o.partition
where o.consumer = :consumer and o.epoch = :epoch
  and not exists (select from consumer_epoch e where e.consumer = o.consumer and e.epoch > o.epoch)
order by o.topic, o.partition for update of o
""",
    LockedOffset,
)
_ENSURE_OFFSET = Command("""
insert into consumer_offset (consumer, epoch, topic, partition, next_offset)
values (:consumer, :epoch, :topic, :partition, :start) on conflict do nothing
""")
_MOVE_OFFSETS = Command("""
update consumer_offset o set next_offset = w.next_offset
from unnest(cast(:topics as text[]), cast(:partitions as int[]), cast(:next_offsets as bigint[]))
  as w(topic, partition, next_offset)
where o.consumer = :consumer and o.epoch = :epoch and o.topic = w.topic and o.partition = w.partition
""")
_CLAIM = Scalar(
    """
insert into consumer_inbox (consumer, epoch, event_id)
select cast(:consumer as text), cast(:epoch as int), id from unnest(cast(:ids as uuid[])) as id
on conflict do nothing returning event_id
""",
    UUID,
)
# The limit keeps the planner to one look into the index for each key: by statistics of a table that has just begun to
# fill it would read the topic's keys whole, for every chunk.
_STATES = Query(
    """
select k.district_id, k.key, k.incarnation, k.sequence, k.parked
from unnest(cast(:districts as uuid[]), cast(:keys as text[])) as w(district_id, key)
cross join lateral (
  select k.district_id, k.key, k.incarnation, k.sequence, k.parked from consumer_key k
  where k.consumer = :consumer and k.epoch = :epoch and k.topic = :topic
    and k.district_id = w.district_id and k.key = w.key limit 1) k
""",
    StoredKeyState,
)
_SAVE_STATES = Command("""
insert into consumer_key (consumer, epoch, topic, district_id, key, incarnation, sequence, parked)
select cast(:consumer as text), cast(:epoch as int), cast(:topic as text), u.district_id, u.key, u.incarnation,
  u.sequence, u.parked
from unnest(cast(:districts as uuid[]), cast(:keys as text[]),
  cast(:incarnations as int[]), cast(:sequences as bigint[]), cast(:parked as text[]))
  as u(district_id, key, incarnation, sequence, parked)
on conflict (consumer, epoch, topic, district_id, key) do update
set incarnation = excluded.incarnation, sequence = excluded.sequence, parked = excluded.parked
""")
_EPOCH = Scalar("select epoch from consumer_epoch where consumer = :consumer", int)
_FIRST_EPOCH = Command("insert into consumer_epoch (consumer, epoch) values (:consumer, 1) on conflict do nothing")
_SET_EPOCH = Command("update consumer_epoch set epoch = :epoch where consumer = :consumer")


async def ensure_offset(session: Transaction, place: Partition, start: int) -> int:
    """The offset to read next, `start` at first sight of the partition. Raises `OffsetLost` where the epoch is over."""
    await _ENSURE_OFFSET.run(session, **place.parameters(), start=start)
    return (await lock_offsets(session, [place]))[place]


async def lock_offsets(session: Transaction, places: Collection[Partition]) -> dict[Partition, int]:
    """Lock these partitions of one consumer against another owner, all in one order, and say what is to be read next.

    Raises `OffsetLost` where a row is gone or the epoch is over.
    """
    rows = await _LOCK_OFFSETS.all(session, **_whereabouts(places))
    found = {(row.topic, row.partition): row.next_offset for row in rows}
    if len(found) < len(places):
        raise OffsetLost
    return {place: found[place.topic, place.partition] for place in places}


async def move_offsets(session: Transaction, next_offsets: Mapping[Partition, int]) -> None:
    await _MOVE_OFFSETS.run(session, **_whereabouts(next_offsets), next_offsets=list(next_offsets.values()))


def _whereabouts(places: Collection[Partition]) -> dict[str, Any]:
    first = next(iter(places))
    return {
        "consumer": first.consumer,
        "epoch": first.epoch,
        "topics": [place.topic for place in places],
        "partitions": [place.partition for place in places],
    }


async def claim(session: Transaction, place: Partition, ids: Sequence[UUID]) -> set[UUID]:
    """Which of these events this consumer has never had before; they are its own from now on."""
    return set(await _CLAIM.all(session, consumer=place.consumer, epoch=place.epoch, ids=list(ids)))


def check_sequence(state: KeyState | None, record: Record, *, compacted: bool) -> SequenceCheck:
    """Where a record stands after what was counted of its key.

    A new incarnation (the publisher's database was restored) and a snapshot start the count afresh. In a compacted
    topic gaps are normal and the newer wins.
    """
    position = (record.incarnation, record.sequence)
    if state is None:
        fresh = compacted or record.snapshot or record.sequence == 1
        return SequenceCheck.NEXT if fresh else SequenceCheck.GAP
    if position <= (state.incarnation, state.sequence):
        return SequenceCheck.STALE
    if compacted or record.snapshot or record.incarnation > state.incarnation:
        return SequenceCheck.NEXT
    return SequenceCheck.NEXT if record.sequence == state.sequence + 1 else SequenceCheck.GAP


async def key_states(session: Transaction, place: Partition, records: Sequence[Record]) -> dict[KeyId, KeyState]:
    wanted = list({(r.district_id, r.key) for r in records})
    rows = await _STATES.all(
        session,
        consumer=place.consumer,
        epoch=place.epoch,
        topic=place.topic,
        districts=[district_id for district_id, _ in wanted],
        keys=[key for _, key in wanted],
    )
    return {(row.district_id, row.key): KeyState(row.incarnation, row.sequence, row.parked) for row in rows}


async def save_states(session: Transaction, place: Partition, states: dict[KeyId, KeyState]) -> None:
    if not states:
        return
    ordered = sorted(states.items(), key=lambda item: (item[0][0].bytes, item[0][1]))
    await _SAVE_STATES.run(
        session,
        consumer=place.consumer,
        epoch=place.epoch,
        topic=place.topic,
        districts=[key[0] for key, _ in ordered],
        keys=[key[1] for key, _ in ordered],
        incarnations=[state.incarnation for _, state in ordered],
        sequences=[state.sequence for _, state in ordered],
        parked=[state.parked for _, state in ordered],
    )


async def current_epoch(session: Transaction, consumer: str) -> int:
    await _FIRST_EPOCH.run(session, consumer=consumer)
    return await _EPOCH.one(session, consumer=consumer)


async def set_epoch(session: Transaction, consumer: str, epoch: int) -> None:
    await _SET_EPOCH.run(session, consumer=consumer, epoch=epoch)
