"""Reading and writing Kafka directly, beside the library under test."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from shared.events.event import PARTITIONS, Event, headers_of, partition_of
from shared.settings import KafkaSettings
from shared.values.ids import new_id


async def read_topic(kafka: KafkaSettings, topic: str) -> list[Any]:
    """Every record of a topic, partition by partition, each in its order."""
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka.bootstrap_servers, auto_offset_reset="earliest")
    await consumer.start()
    try:
        partitions = [TopicPartition(topic, n) for n in range(PARTITIONS)]
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        records: list[Any] = []
        async with asyncio.timeout(20):
            while any([await consumer.position(tp) < ends[tp] for tp in partitions]):
                for batch in (await consumer.getmany(timeout_ms=100)).values():
                    records += batch
        return records
    finally:
        await consumer.stop()


def sequence_of(record: Any) -> int:
    return int(dict(record.headers)["ce_sequence"])


async def write_log(
    kafka: KafkaSettings,
    district_id: UUID,
    *events: Event,
    start: int = 1,
    body: bytes | None = None,
    headers: Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]] = lambda given: given,
) -> None:
    """Put events into Kafka as a relay would, numbered per key from `start`."""
    producer = AIOKafkaProducer(bootstrap_servers=kafka.bootstrap_servers)
    await producer.start()
    numbers: dict[str, int] = {}
    try:
        sent = []
        for event in events:
            numbers[event.key] = numbers.get(event.key, start - 1) + 1
            attributes = headers_of(
                event_type=event.event_type, event_id=new_id(), source="/test", key=event.key,
                occurred_at=datetime.now(UTC), district_id=district_id, incarnation=1,
                sequence=numbers[event.key], snapshot=False, traceparent=None,
            )  # fmt: skip
            sent.append(
                await producer.send(
                    event.topic.name, value=body or event.model_dump_json().encode(), key=event.key.encode(),
                    partition=partition_of(event.key), headers=headers(attributes),
                )
            )  # fmt: skip
        await asyncio.gather(*sent)
    finally:
        await producer.stop()


async def until(condition: Callable[[], Any], *, seconds: float = 20) -> None:
    """Wait until an async condition holds; fail when it does not in time."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - what is waited for is in a database
            await asyncio.sleep(0.05)
