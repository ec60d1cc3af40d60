"""Events handed to a consumer without Kafka: the same chunk, the same transaction, the same guards."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from shared.db.database import Database
from shared.events import ledger
from shared.events.apply import Subscription, apply_chunk
from shared.events.event import Event, headers_of, partition_of
from shared.events.ledger import Partition
from shared.values.clock import Clock, utc_now
from shared.values.ids import new_id


@dataclass(frozen=True)
class RawRecord:
    """What aiokafka would hand us."""

    topic: str
    partition: int
    offset: int
    key: bytes
    headers: Sequence[tuple[str, bytes]]
    value: bytes | None


class Deliveries:
    """Plays the log for one subscription. Sequences count by themselves unless a test says otherwise. Handlers go by
    the `clock`: a running service's is its `app.context.now`.
    """

    def __init__(self, subscription: Subscription, database: Database, clock: Clock = utc_now) -> None:
        self._subscription = subscription
        self._database = database
        self._clock = clock
        self._sequences: dict[tuple[UUID, str, str], int] = defaultdict(int)

    def record(
        self,
        district_id: UUID,
        event: Event,
        *,
        sequence: int | None = None,
        event_id: UUID | None = None,
        body: bytes | None = None,
        incarnation: int = 1,
        snapshot: bool = False,
        traceparent: str | None = None,
    ) -> RawRecord:
        """One record of the log: `sequence` and `event_id` repeat or skip on purpose; `body` overrides the bytes."""
        counter = (district_id, event.topic.name, event.key)
        if sequence is None:
            self._sequences[counter] += 1
            sequence = self._sequences[counter]
        headers = headers_of(
            event_type=event.event_type,
            event_id=event_id or new_id(),
            source="/test",
            key=event.key,
            occurred_at=datetime.now(UTC),
            district_id=district_id,
            incarnation=incarnation,
            sequence=sequence,
            snapshot=snapshot,
            traceparent=traceparent,
        )
        value = event.model_dump_json(exclude_none=True).encode() if body is None else body
        return RawRecord(event.topic.name, partition_of(event.key), 0, event.key.encode(), headers, value)

    async def deliver(self, *records: RawRecord, epoch: int = 1) -> None:
        """Append these records to the log, in this order, and apply them as the consumer would, partition by partition.

        A record delivered again is a duplicate on the wire: the same event at a later offset.
        """
        partitions: dict[tuple[str, int], list[RawRecord]] = defaultdict(list)
        for record in records:
            partitions[record.topic, record.partition].append(record)
        for (topic, partition), chunk in partitions.items():
            place = Partition(self._subscription.consumer, epoch, topic, partition)
            async with self._database.transaction(None) as session:
                start = await ledger.ensure_offset(session, place, 0)
                placed = [replace(record, offset=start + n) for n, record in enumerate(chunk)]
                await apply_chunk(session, self._subscription, place, placed, self._clock())

    async def send(self, district_id: UUID, *events: Event) -> list[RawRecord]:
        """Make records of these events, in order, and deliver them; the usual case."""
        records = [self.record(district_id, event) for event in events]
        await self.deliver(*records)
        return records

    def __repr__(self) -> str:
        return f"Deliveries({self._subscription.consumer})"


def as_sent(row: Any) -> RawRecord:
    """A row of the outbox as the relay would have it in Kafka."""
    headers = headers_of(
        event_type=row.event_type, event_id=row.event_id, source="/test", key=row.key, occurred_at=row.occurred_at,
        district_id=row.district_id, incarnation=row.incarnation, sequence=row.sequence, snapshot=row.snapshot,
        traceparent=row.traceparent,
    )  # fmt: skip
    return RawRecord(row.topic, row.shard, 0, row.key.encode(), headers, row.body)


def unknown_field(event: Event, **extra: Any) -> bytes:
    """The event's body as a newer publisher might send it."""
    import json

    return json.dumps(json.loads(event.model_dump_json(exclude_none=True)) | extra).encode()
