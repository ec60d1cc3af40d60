"""What an event is, and the registry of all of them.

An event class names its type, topic and key when it is declared::

    class MasteryChanged(Event, type="org.trellis.competency.mastery.changed.v1", topic=COMPETENCY, key="learner_id"):
        learner_id: UUID

Publishing refuses unknown fields (a misspelt one would be lost for ever); reading ignores them, so that a publisher
may add. On the wire an event is a CloudEvent 1.0 in binary mode: attributes as Kafka headers `ce_…`, the body as
JSON.
"""

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, ClassVar, Generic, NamedTuple, Self, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

PARTITIONS = 16
"""Of every topic, and shards of every outbox. Frozen for ever: a key must never change its partition (ADR 0003)."""


@dataclass(frozen=True)
class Topic:
    """A Kafka topic: one per publishing service, and compacted ones for people's names and for districts' calendars."""

    name: str
    compacted: bool = False
    retention_days: int = 30
    settings: Mapping[str, str] = field(default_factory=dict, hash=False)


class Event(BaseModel):
    """Base of every event. Subclasses live in `shared.contracts`."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64")

    event_type: ClassVar[str] = ""
    topic: ClassVar[Topic]
    key_field: ClassVar[str] = ""

    def __init_subclass__(cls, **_: Any) -> None:
        """Lets the declaration's arguments through to `__pydantic_init_subclass__`, which runs once the fields are
        known.
        """

    @classmethod
    def __pydantic_init_subclass__(
        cls,
        *,
        type: str = "",
        topic: Topic | None = None,
        key: str = "",
        snapshot: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if not type:
            return
        if topic is None or key not in cls.model_fields:
            raise TypeError(f"{cls.__name__} needs a topic and a key that is one of its fields")
        if type in REGISTRY:
            raise TypeError(f"{type} is declared twice")
        cls.event_type, cls.topic, cls.key_field = type, topic, key
        REGISTRY[type] = cls

    @property
    def key(self) -> str:
        return str(getattr(self, self.key_field))

    @classmethod
    def read(cls, body: bytes) -> Self:
        """Parse a body from the wire, ignoring fields that a newer publisher added."""
        return cls.model_validate_json(body, extra="ignore")


REGISTRY: dict[str, type[Event]] = {}

E = TypeVar("E", bound=Event, covariant=True)

_TRACEPARENT = re.compile(r"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Received(Generic[E]):
    """An event as a handler gets it: what it says, where it stands, and when it is applied. That moment is the same for
    all events of a transaction; a handler that needs to know what time it is passes it on.
    """

    event_id: UUID
    district_id: UUID
    key: str
    incarnation: int
    sequence: int
    occurred_at: datetime
    applied_at: datetime
    epoch: int
    body: E | None
    traceparent: str | None = None
    snapshot: bool = False

    @property
    def trace_id(self) -> str | None:
        """Of the trace in which it was published. A snapshot's is that of telling it again, and says nothing of it."""
        found = None if self.snapshot or self.traceparent is None else _TRACEPARENT.fullmatch(self.traceparent)
        return None if found is None else found[1]

    @property
    def data(self) -> E:
        if self.body is None:
            raise ValueError(f"event {self.event_id} is a tombstone: key {self.key} was erased")
        return self.body

    @property
    def erased(self) -> bool:
        """True for a tombstone in a compacted topic: forget all you hold of this key."""
        return self.body is None


class Record(NamedTuple):
    """One Kafka record's place and content, before its body is looked at."""

    topic: str
    partition: int
    offset: int
    key: str
    event_type: str
    event_id: UUID
    district_id: UUID
    incarnation: int
    sequence: int
    occurred_at: datetime
    traceparent: str | None
    snapshot: bool
    body: bytes | None


class Undecodable(Exception):
    """A record without the attributes that every event of ours carries; nothing can be said about its key."""


def partition_of(key: str) -> int:
    """The partition, and outbox shard, of a key; given to Kafka explicitly, so that no client's hash matters."""
    return zlib.crc32(key.encode()) % PARTITIONS


def headers_of(
    *, event_type: str, event_id: UUID, source: str, key: str, occurred_at: datetime, district_id: UUID,
    incarnation: int, sequence: int, snapshot: bool, traceparent: str | None,
) -> list[tuple[str, bytes]]:  # fmt: skip
    """CloudEvents 1.0 attributes in Kafka's binary mode; extension names are lower case and at most 20 long."""
    of_key = key.encode()
    headers = [
        ("ce_specversion", b"1.0"),
        ("ce_id", str(event_id).encode()),
        ("ce_source", source.encode()),
        ("ce_type", event_type.encode()),
        ("ce_time", occurred_at.isoformat().replace("+00:00", "Z").encode()),
        ("ce_subject", of_key),
        ("ce_partitionkey", of_key),
        ("ce_districtid", _written(district_id)),
        ("ce_incarnation", str(incarnation).encode()),
        ("ce_sequence", str(sequence).encode()),
        ("content-type", b"application/json"),
    ]
    if snapshot:
        headers.append(("ce_snapshot", b"true"))
    if traceparent:
        headers.append(("ce_traceparent", traceparent.encode()))
    return headers


def read_record(
    topic: str,
    partition: int,
    offset: int,
    key: bytes | None,
    headers: Sequence[tuple[str, bytes]],
    body: bytes | None,
) -> Record:
    """Take a Kafka record's attributes apart. Raises `Undecodable` with what is missing or wrong."""
    try:
        found = {name: value for name, value in headers if value is not None}
        if found["ce_specversion"] != b"1.0":
            raise ValueError("not CloudEvents 1.0")
        traceparent = found.get("ce_traceparent")
        return Record(
            topic=topic,
            partition=partition,
            offset=offset,
            key=_text(key or found["ce_partitionkey"]),
            event_type=_text(found["ce_type"]),
            event_id=UUID(_text(found["ce_id"])),
            district_id=_district(found["ce_districtid"]),
            incarnation=_counted(found["ce_incarnation"], below=2**31),
            sequence=_counted(found["ce_sequence"], below=2**63),
            occurred_at=_moment(_text(found["ce_time"])),
            traceparent=None if traceparent is None else _text(traceparent),
            snapshot=found.get("ce_snapshot") == b"true",
            body=body,
        )
    except KeyError as missing:
        raise Undecodable(f"header {missing} is missing") from missing
    except (ValueError, OverflowError) as wrong:
        raise Undecodable(f"a header cannot be read: {wrong}".replace("\0", "\\0")) from wrong


def district_in(headers: Sequence[tuple[str, bytes]]) -> UUID | None:
    """The district that a Kafka record names, None where it names none that can be read."""
    try:
        return next((_district(value) for name, value in headers if name == "ce_districtid"), None)
    except (ValueError, AttributeError, TypeError):
        return None


def _text(value: bytes) -> str:
    """What PostgreSQL can keep: it has no NUL."""
    if b"\0" in value:
        raise ValueError("a NUL character")
    return value.decode()


@lru_cache(maxsize=1024)
def _written(district_id: UUID) -> bytes:
    """Of a few districts, again and again."""
    return str(district_id).encode()


@lru_cache(maxsize=1024)
def _district(value: bytes) -> UUID:
    """Of a few districts, again and again."""
    return UUID(_text(value))


def _counted(value: bytes, *, below: int) -> int:
    number = int(value)
    if not 1 <= number < below:
        raise ValueError(f"{number} is out of range")
    return number


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(f"{value} has no time zone")
    return moment.astimezone(UTC)
