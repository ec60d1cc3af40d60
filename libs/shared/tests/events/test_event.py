"""What an event is, on the wire and in the registry."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary_event
from cloudevents.core.formats.json import JSONFormat
from hypothesis import given
from hypothesis import strategies as st
from noted.events import make_event
from pydantic import BaseModel, ConfigDict, ValidationError

from shared.events.event import (
    PARTITIONS,
    REGISTRY,
    Event,
    Received,
    Record,
    Topic,
    Undecodable,
    headers_of,
    partition_of,
    read_record,
)
from shared.testing import DISTRICT_A
from shared.values.ids import new_id

TOPIC = Topic("test-events")
MOMENT = datetime(2026, 11, 1, 10, 0, 0, 123456, tzinfo=UTC)


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str


class Whole(Event, type="test.whole.v1", topic=TOPIC, key="whole_id"):
    whole_id: UUID
    parts: tuple[Part, ...] = ()
    note: str | None = None


def attributes(**other: Any) -> list[tuple[str, bytes]]:
    values: dict[str, Any] = {
        "event_type": "test.whole.v1", "event_id": new_id(), "source": "/trellis/noted", "key": "k",
        "occurred_at": MOMENT, "district_id": DISTRICT_A, "incarnation": 2, "sequence": 7, "snapshot": True,
        "traceparent": "00-" + "a" * 32 + "-" + "b" * 16 + "-01",
    }  # fmt: skip
    return headers_of(**(values | other))


def test_our_records_are_cloudevents_in_binary_mode() -> None:
    event_id = new_id()
    body = Whole(whole_id=DISTRICT_A, note="x").model_dump_json(exclude_none=True).encode()
    message = KafkaMessage(headers=dict(attributes(event_id=event_id)), key=b"k", value=body)
    event = from_binary_event(message, JSONFormat())
    assert event.get_id() == str(event_id)
    assert event.get_source() == "/trellis/noted"
    assert event.get_type() == "test.whole.v1"
    assert event.get_specversion() == "1.0"
    assert event.get_subject() == "k"
    assert event.get_time() == MOMENT
    assert event.get_datacontenttype() == "application/json"
    assert event.get_data() == {"whole_id": str(DISTRICT_A), "parts": [], "note": "x"}
    for name, value in {
        "partitionkey": "k", "districtid": str(DISTRICT_A), "incarnation": "2", "sequence": "7", "snapshot": "true",
    }.items():  # fmt: skip
        assert event.get_extension(name) == value


def test_attribute_names_are_what_cloudevents_allows() -> None:
    for name, _ in attributes():
        attribute = name.removeprefix("ce_")
        assert name == "content-type" or (attribute.isalnum() and attribute.islower() and len(attribute) <= 20)


def test_a_record_is_read_as_it_was_written() -> None:
    event_id = new_id()
    record = read_record("t", 3, 9, b"k", attributes(event_id=event_id), b"{}")
    assert record == Record(
        topic="t", partition=3, offset=9, key="k", event_type="test.whole.v1", event_id=event_id,
        district_id=DISTRICT_A, incarnation=2, sequence=7, occurred_at=MOMENT,
        traceparent="00-" + "a" * 32 + "-" + "b" * 16 + "-01", snapshot=True, body=b"{}",
    )  # fmt: skip


_NAMES = st.sampled_from([name for name, _ in attributes()])
_VALUES = (
    st.none() | st.binary(max_size=40) | st.sampled_from([b"0", b"-1", b"9" * 40, b"1.5", b"0001-01-01T00:00:00+14:00"])
)


@given(st.dictionaries(_NAMES, _VALUES, max_size=4), st.none() | st.binary(max_size=20))
def test_whatever_is_in_the_log_is_a_record_we_can_keep_or_undecodable(changed: dict[str, Any], key: Any) -> None:
    headers = [(name, changed.get(name, value)) for name, value in attributes()]
    try:
        record = read_record("t", 0, 0, key, headers, b"")
    except Undecodable as reason:
        assert "\0" not in str(reason)  # noqa: PT017 - either is right
        return
    assert 1 <= record.sequence < 2**63
    assert 1 <= record.incarnation < 2**31
    assert record.occurred_at.tzinfo is UTC
    assert "\0" not in record.key + record.event_type + (record.traceparent or "")


@pytest.mark.parametrize("name", [n for n, _ in attributes() if n not in ("content-type", "ce_source", "ce_subject")])
def test_a_missing_attribute_is_named(name: str) -> None:
    headers = [(n, v) for n, v in attributes() if n != name]
    if name in ("ce_snapshot", "ce_traceparent", "ce_partitionkey"):
        assert read_record("t", 0, 0, b"k", headers, b"").key == "k"
    else:
        with pytest.raises(Undecodable, match=name):
            read_record("t", 0, 0, b"k", headers, b"")


def test_publishing_refuses_a_field_that_nobody_declared() -> None:
    with pytest.raises(ValidationError):
        Whole(whole_id=DISTRICT_A, colour="blue")  # type: ignore[call-arg]


def test_reading_ignores_what_a_newer_publisher_added_also_within_a_part() -> None:
    body = b'{"whole_id":"%s","colour":"blue","parts":[{"name":"x","size":3}]}' % str(DISTRICT_A).encode()
    assert Whole.read(body) == Whole(whole_id=DISTRICT_A, parts=(Part(name="x"),))


def test_an_event_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        Whole(whole_id=DISTRICT_A).note = "y"  # type: ignore[misc] # what is tested


def test_the_registry_refuses_two_of_one_type() -> None:
    assert REGISTRY["test.whole.v1"] is Whole
    with pytest.raises(TypeError, match="declared twice"):

        class Again(Event, type="test.whole.v1", topic=TOPIC, key="whole_id"):
            whole_id: UUID


@pytest.mark.parametrize("options", [{"topic": TOPIC}, {"topic": TOPIC, "key": "other"}, {"key": "whole_id"}])
def test_an_event_without_a_topic_or_a_key_of_its_own_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="needs a topic and a key"):
        type("Broken", (Event,), {"__annotations__": {"whole_id": UUID}}, type="test.broken.v1", **options)
    assert "test.broken.v1" not in REGISTRY


def test_a_key_keeps_its_partition_for_ever() -> None:
    """Frozen: another hash or number would put a key's events on two partitions."""
    assert PARTITIONS == 16
    assert [partition_of(key) for key in ("", "a", "k", str(DISTRICT_A))] == _FROZEN


_FROZEN = [0, 3, 13, 13]


@given(st.text())
def test_every_key_has_a_partition(key: str) -> None:
    if "\ud800" <= max(key, default="") <= "\udfff":
        return
    assert 0 <= partition_of(key) < PARTITIONS


def test_a_tombstone_has_no_data() -> None:
    erased: Received[Any] = Received(new_id(), DISTRICT_A, "k", 1, 2, MOMENT, MOMENT, 1, None)
    assert erased.erased
    with pytest.raises(ValueError, match="tombstone"):
        _ = erased.data


def test_events_of_tests_are_apart_from_the_contracts() -> None:
    from shared.contracts.snapshots import events

    event = make_event()
    assert event.event_type in REGISTRY
    assert event.event_type not in events()
