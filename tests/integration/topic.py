"""What Kafka has of a topic."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from aiokafka import TopicPartition

from shared.events.event import PARTITIONS, Record, read_record
from shared.events.kafka import log_consumer
from shared.settings import KafkaSettings
from tests.integration.platform import Platform

Key = tuple[str, str]
"""A district and a key: whose order counts."""


async def records(platform: Platform, topic: str) -> list[Record]:
    """Every record of a topic, those of a key in their order."""
    settings = KafkaSettings(bootstrap_servers=platform.stack.bootstrap_servers)
    reader = log_consumer(settings, client="test")
    await reader.start()
    found: list[Record] = []
    try:
        places = [TopicPartition(topic, number) for number in range(PARTITIONS)]
        reader.assign(places)
        await reader.seek_to_beginning()
        ends = await reader.end_offsets(places)
        while any([await reader.position(place) < end for place, end in ends.items()]):
            for batch in (await reader.getmany(timeout_ms=200)).values():
                found += [read_record(r.topic, r.partition, r.offset, r.key, r.headers, r.value) for r in batch]
    finally:
        await reader.stop()
    return found


def by_key(told: Iterable[Record]) -> dict[Key, list[Record]]:
    """The records of each district and key, in their order, those that came again left out."""
    seen: set[UUID] = set()
    found: dict[Key, list[Record]] = defaultdict(list)
    for one in told:
        if one.event_id not in seen:
            found[str(one.district_id), one.key].append(one)
        seen.add(one.event_id)
    return dict(found)


def repeated(told: Iterable[Record]) -> int:
    """How many records carry an event id that another one carries too."""
    ids = [one.event_id for one in told]
    return len(ids) - len(set(ids))
