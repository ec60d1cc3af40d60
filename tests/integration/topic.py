"""What Kafka has of a topic."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from aiokafka import TopicPartition

from shared.events.event import PARTITIONS, Record, read_record
from shared.events.kafka import log_consumer
from shared.settings import KafkaSettings
from tests.integration.compare import rows
from tests.integration.platform import Platform

Key = tuple[str, str]
"""A district and a key: whose order counts."""
CODE = re.compile(r"[a-z0-9_.:+-]{1,64}")
"""An id, a code, a moment or a figure: no words, and no name."""


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


async def sequence_problems(platform: Platform, service: str, topic: str, district_id: str) -> list[str]:
    """What is wrong with what a district was told: of each key the sequence has to come whole, in order, up to the last
    number that the service's database has drawn.
    """
    drawn = {
        row.key: row.last
        for row in await rows(
            platform, service, "select district_id, topic, key, last from event_sequence", district_id
        )
        if (str(row.district_id), row.topic) == (district_id, topic)
    }
    told = {
        key: [one.sequence for one in found]
        for (district, key), found in by_key(await records(platform, topic)).items()
        if district == district_id
    }
    return [
        f"{key}: {told.get(key)} was told, of {drawn.get(key)}"
        for key in sorted(drawn.keys() | told.keys())
        if told.get(key) != list(range(1, drawn.get(key, 0) + 1))
    ]


def repeated(told: Iterable[Record]) -> int:
    """How many records carry an event id that another one carries too."""
    ids = [one.event_id for one in told]
    return len(ids) - len(set(ids))


def said(told: Iterable[Record]) -> dict[tuple[Key, str], bytes | None]:
    """What was said last of each kind of a key, by sequence."""
    in_order = sorted(told, key=lambda one: (one.incarnation, one.sequence))
    return {((str(one.district_id), one.key), one.event_type): one.body for one in in_order}


def last(told: Iterable[Record]) -> dict[Key, tuple[str, bytes | None]]:
    """What was said last of each key."""
    return {key: (found[-1].event_type, found[-1].body) for key, found in by_key(told).items()}


def leaves(record: Record) -> Iterator[str]:
    """All that a record says: its key, and whatever stands in its body."""
    yield record.key

    def within(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            for one in value.values():
                yield from within(one)
        elif isinstance(value, list):
            for one in value:
                yield from within(one)
        elif value is not None:
            yield str(value).lower()

    yield from within(json.loads(record.body or b"{}"))
