"""The tables that every service's database has for its events, leases and idempotency keys.

All of kind *platform*, except the idempotency keys, which are a district's. `district_id` is data here, not a fence:
rows are reached by the relay and the consumers, for all districts at once.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
    func,
    text,
)  # fmt: skip

from shared.db.database import kind

_NOW = func.clock_timestamp()


def add_platform_tables(metadata: MetaData) -> list[str]:
    """Declare them in a service's metadata, and name them; its first migration makes them by `shared.migrations`."""
    before = set(metadata.tables)
    _outbox(metadata)
    _consumer(metadata)
    _lease(metadata)
    _idempotency(metadata)
    return sorted(set(metadata.tables) - before)


def _table(metadata: MetaData, name: str, *columns: Any, which: Any = "platform") -> None:
    Table(name, metadata, *columns, **kind(which))


def _outbox(metadata: MetaData) -> None:
    _table(
        metadata, "event_sequence",
        Column("district_id", Uuid, primary_key=True),
        Column("topic", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("last", BigInteger, nullable=False),
        which="district",
    )  # fmt: skip
    _table(
        metadata, "event_incarnation",
        Column("single", Boolean, primary_key=True, server_default=text("true")),
        Column("incarnation", Integer, nullable=False, server_default=text("1")),
    )  # fmt: skip
    _table(
        metadata, "outbox",
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("district_id", Uuid, nullable=False),
        Column("topic", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("shard", SmallInteger, nullable=False),
        Column("event_id", Uuid, nullable=False),
        Column("event_type", Text, nullable=False),
        Column("incarnation", Integer, nullable=False),
        Column("sequence", BigInteger, nullable=False),
        Column("occurred_at", DateTime(timezone=True), nullable=False, server_default=_NOW),
        Column("snapshot", Boolean, nullable=False, server_default=text("false")),
        Column("traceparent", Text),
        Column("body", LargeBinary),
        which="district",
    )  # fmt: skip


def _consumer(metadata: MetaData) -> None:
    _table(
        metadata, "consumer_epoch",
        Column("consumer", Text, primary_key=True),
        Column("epoch", Integer, nullable=False),
    )  # fmt: skip
    _table(
        metadata, "consumer_offset",
        Column("consumer", Text, primary_key=True),
        Column("epoch", Integer, primary_key=True),
        Column("topic", Text, primary_key=True),
        Column("partition", SmallInteger, primary_key=True),
        Column("next_offset", BigInteger, nullable=False),
    )  # fmt: skip
    _table(
        metadata, "consumer_inbox",
        Column("consumer", Text, primary_key=True),
        Column("epoch", Integer, primary_key=True),
        Column("event_id", Uuid, primary_key=True),
        Column("received_at", DateTime(timezone=True), nullable=False, server_default=_NOW, index=True),
    )  # fmt: skip
    _table(
        metadata, "consumer_key",
        Column("consumer", Text, primary_key=True),
        Column("epoch", Integer, primary_key=True),
        Column("topic", Text, primary_key=True),
        Column("district_id", Uuid, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("incarnation", Integer, nullable=False),
        Column("sequence", BigInteger, nullable=False),
        Column("parked", Text, comment="why records of this key wait: poison or gap; null where they flow"),
    )  # fmt: skip
    _table(
        metadata, "consumer_parked",
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("consumer", Text, nullable=False),
        Column("epoch", Integer, nullable=False),
        Column("topic", Text, nullable=False),
        Column("partition", SmallInteger, nullable=False),
        Column("record_offset", BigInteger, nullable=False),
        Column("district_id", Uuid, nullable=False),
        Column("key", Text, nullable=False),
        Column("event_id", Uuid, nullable=False),
        Column("event_type", Text, nullable=False),
        Column("incarnation", Integer, nullable=False),
        Column("sequence", BigInteger, nullable=False),
        Column("snapshot", Boolean, nullable=False),
        Column("occurred_at", DateTime(timezone=True), nullable=False),
        Column("traceparent", Text),
        Column("body", LargeBinary),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column("error", Text),
        Column("parked_at", DateTime(timezone=True), nullable=False, server_default=_NOW),
        Index("ix_consumer_parked_key", "consumer", "epoch", "topic", "district_id", "key", "sequence"),
    )  # fmt: skip
    _table(
        metadata, "consumer_undecodable",
        Column("consumer", Text, primary_key=True),
        Column("epoch", Integer, primary_key=True),
        Column("topic", Text, primary_key=True),
        Column("partition", SmallInteger, primary_key=True),
        Column("record_offset", BigInteger, primary_key=True),
        Column("key", LargeBinary),
        Column("body", LargeBinary),
        Column("error", Text, nullable=False),
        Column("received_at", DateTime(timezone=True), nullable=False, server_default=_NOW),
    )  # fmt: skip
    _table(
        metadata, "dead_letter_decision",
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("consumer", Text, nullable=False),
        Column("district_id", Uuid, nullable=False),
        Column("key", Text, nullable=False),
        Column("event_id", Uuid, nullable=False),
        Column("decision", Text, nullable=False, comment="retried or skipped"),
        Column("reason", Text),
        Column("decided_at", DateTime(timezone=True), nullable=False, server_default=_NOW),
    )  # fmt: skip


def _lease(metadata: MetaData) -> None:
    _table(
        metadata, "lease",
        Column("name", Text, primary_key=True),
        Column("holder", Text, nullable=False),
        Column("epoch", BigInteger, nullable=False),
        Column("expires_at", DateTime(timezone=True), nullable=False),
    )  # fmt: skip


def _idempotency(metadata: MetaData) -> None:
    _table(
        metadata, "idempotency",
        Column("district_id", Uuid, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("fingerprint", LargeBinary, nullable=False),
        Column("status", SmallInteger),
        Column("headers", Text),
        Column("body", LargeBinary),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=_NOW, index=True),
        which="district",
    )  # fmt: skip
