"""Publishing: an insert into the outbox, in the caller's own transaction.

The sequence is the key's own gapless counter. Raising it locks the counter's row until commit, and the outbox id is
drawn after that lock: for one key the order of ids is the order of commits, which is all the relay relies on (ADR
0003).
"""

from uuid import UUID

from shared.db.query import Command, Transaction
from shared.db.wake import wake_after_commit
from shared.events.event import Event, Topic, partition_of
from shared.telemetry import traceparent
from shared.values.ids import new_id

OUTBOX_WAKE = "outbox"
BODY_LIMIT = 900_000
"""Bytes. Kafka's default limit is 1 MiB with headers; a larger record would poison the producer, so it never gets
there.
"""

_INSERT = Command("""
with incoming as (
  select topic, key, shard, event_id, event_type, snapshot, body, place
  from unnest(cast(:topics as text[]), cast(:keys as text[]), cast(:shards as smallint[]),
                       cast(:ids as uuid[]), cast(:types as text[]), cast(:snapshots as boolean[]),
                       cast(:bodies as bytea[]))
  with ordinality as i(topic, key, shard, event_id, event_type, snapshot, body, place)
), counted as (
  insert into event_sequence as s (district_id, topic, key, last)
  select cast(:district_id as uuid), topic, key, count(*) from incoming group by topic, key order by topic, key
  on conflict (district_id, topic, key) do update set last = s.last + excluded.last
  returning topic, key, last
)
insert into outbox (district_id, topic, key, shard, event_id, event_type, incarnation, sequence, snapshot,
                    traceparent, body)
select cast(:district_id as uuid), i.topic, i.key, i.shard, i.event_id, i.event_type,
       (select incarnation from event_incarnation),
       c.last - count(*) over (partition by i.topic, i.key)
              + row_number() over (partition by i.topic, i.key order by i.place),
       i.snapshot, cast(:traceparent as text), i.body
from incoming i join counted c on c.topic = i.topic and c.key = i.key
order by i.place
""")


class EventTooLarge(Exception):
    """An event's body is past `BODY_LIMIT`. A mistake of ours: events carry ids and codes, not documents."""


async def publish(session: Transaction, district_id: UUID, *events: Event, snapshot: bool = False) -> None:
    """Send these events, in this order, when the transaction commits; never, when it does not.

    `snapshot` marks them as a key's whole state published again (`trellis <service> republish`): a reader's sequence
    guard starts afresh from them, whatever it missed before.
    """
    await _insert(
        session,
        district_id,
        [(e.topic, e.key, e.event_type, snapshot, e.model_dump_json(exclude_none=True).encode()) for e in events],
    )


async def publish_tombstone(session: Transaction, district_id: UUID, event: type[Event], key: str) -> None:
    """Erase a key from a compacted topic: Kafka drops what it held of it within `max.compaction.lag.ms`."""
    if not event.topic.compacted:
        raise ValueError(f"{event.topic.name} is not compacted: a tombstone would erase nothing")
    await _insert(session, district_id, [(event.topic, key, event.event_type, False, None)])


async def _insert(
    session: Transaction, district_id: UUID, rows: list[tuple[Topic, str, str, bool, bytes | None]]
) -> None:
    if not rows:
        return
    for topic, key, event_type, _, body in rows:
        if body is not None and len(body) > BODY_LIMIT:
            raise EventTooLarge(f"{event_type} of {key} for {topic.name}: {len(body)} bytes, at most {BODY_LIMIT}")
    await _INSERT.run(
        session,
        district_id=district_id,
        topics=[row[0].name for row in rows],
        keys=[row[1] for row in rows],
        shards=[partition_of(row[1]) for row in rows],
        ids=[new_id() for _ in rows],
        types=[row[2] for row in rows],
        snapshots=[row[3] for row in rows],
        bodies=[row[4] for row in rows],
        traceparent=traceparent(),
    )
    wake_after_commit(session, OUTBOX_WAKE)
