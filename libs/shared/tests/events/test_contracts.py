"""What was agreed with the readers of events holds both ways, and the documents say the same."""

import copy
from typing import Any

import jsonschema
import pytest
import yaml

from shared import asyncapi
from shared.contracts import snapshots
from shared.contracts.snapshots import breaks, events, snapshot_of, stored
from shared.events.dead_letter import RecordParked
from shared.events.event import PARTITIONS

EVENTS = sorted(events())


@pytest.mark.parametrize("event_type", EVENTS)
def test_an_event_is_as_it_was_agreed(event_type: str) -> None:
    new, old = snapshot_of(events()[event_type]), stored(event_type)
    broken = breaks(old, new) if old else []
    assert not broken, f"{event_type} would break its readers: {broken}. Make it a new event type (.v2)."
    assert new == old, f"{event_type} has changed. To accept that: {snapshots.COMMAND}, and commit what it wrote."


@pytest.mark.parametrize("event_type", EVENTS)
def test_a_new_reader_reads_the_old_example(event_type: str) -> None:
    old = stored(event_type)
    assert old is not None, f"{event_type} has no snapshot yet: {snapshots.COMMAND}"
    import json

    read = events()[event_type].read(json.dumps(old["example"]).encode())
    assert read.key


@pytest.mark.parametrize("event_type", EVENTS)
def test_an_old_reader_reads_what_we_send_now(event_type: str) -> None:
    old = stored(event_type)
    assert old is not None
    jsonschema.Draft202012Validator.check_schema(old["schema"])
    jsonschema.validate(snapshot_of(events()[event_type])["example"], old["schema"])


@pytest.mark.parametrize("event_type", EVENTS)
def test_an_event_and_each_of_its_fields_are_described(event_type: str) -> None:
    schema = snapshot_of(events()[event_type])["schema"]
    for name, described in {"": schema, **schema.get("$defs", {})}.items():
        assert len(described["description"].split()) > 4, name
        assert [field for field, says in described["properties"].items() if not says.get("description")] == [], name


def test_no_agreed_event_has_been_forgotten() -> None:
    kept = {path.stem for path in snapshots.path_of("x").parent.glob("*.json")}
    assert kept == set(EVENTS)


@pytest.mark.parametrize("event_type", EVENTS)
def test_an_events_name_says_whose_it_is(event_type: str) -> None:
    event = events()[event_type]
    org, platform, service, *rest, version = event_type.split(".")
    assert (org, platform) == ("org", "trellis")
    assert event.topic.name.startswith(f"trellis.{service}.")
    assert rest
    assert version.startswith("v")


def base() -> dict[str, Any]:
    schema = {"properties": {"a": {"type": "string"}, "b": {"type": "integer"}}, "required": ["a"], "type": "object"}
    return {"type": "t", "topic": "o", "key": "a", "schema": schema, "example": {}}


def changed(change: Any) -> list[str]:
    new = copy.deepcopy(base())
    change(new)
    return breaks(base(), new)


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s["schema"]["properties"].update(c={"type": "string"}),
        lambda s: s["schema"].update(description="other words"),
        lambda s: s["schema"]["properties"]["a"].update(title="A"),
    ],
)
def test_an_optional_field_and_better_words_break_nobody(change: Any) -> None:
    assert changed(change) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s["schema"]["properties"].pop("b"),
        lambda s: s["schema"]["properties"]["b"].update(type="string"),
        lambda s: s["schema"].update(required=["a", "b"]),
        lambda s: s["schema"].update(required=[]),
        lambda s: (s["schema"]["properties"].update(c={}), s["schema"].update(required=["a", "c"])),
        lambda s: s.update(key="b"),
        lambda s: s.update(topic="p"),
    ],
)
def test_any_other_change_is_told(change: Any) -> None:
    assert changed(change)


def test_a_change_within_a_part_is_told() -> None:
    old, new = base(), base()
    old["schema"]["$defs"] = {"Part": {"properties": {"x": {}}, "required": []}}
    new["schema"]["$defs"] = {"Part": {"properties": {}, "required": []}}
    assert breaks(old, new) == ["Part.x is gone"]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return asyncapi.document()


def resolve(document: Any, reference: str) -> Any:
    assert reference.startswith("#/")
    found = document
    for part in reference[2:].split("/"):
        found = found[part]
    return found


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [r for each in value.values() for r in references(each)]
    return [r for each in value for r in references(each)] if isinstance(value, list) else []


def test_the_asyncapi_document_is_the_same_each_time_and_survives_yaml(document: dict[str, Any]) -> None:
    assert asyncapi.document() == document
    text = "\n".join(asyncapi.yaml_lines(document))
    assert yaml.safe_load(text) == document


def test_the_asyncapi_document_is_whole(document: dict[str, Any]) -> None:
    assert document["asyncapi"] == "3.0.0"
    assert {"title", "version"} <= document["info"].keys()
    for reference in references(document):
        assert resolve(document, reference)


def test_every_event_is_in_the_asyncapi_document_with_its_key_and_headers(document: dict[str, Any]) -> None:
    messages = document["components"]["messages"]
    assert {m["name"] for m in messages.values()} == {*EVENTS, RecordParked.event_type}
    for name, message in messages.items():
        payload = resolve(document, message["payload"]["$ref"])
        assert message["bindings"]["kafka"]["key"]["description"] in payload["properties"]
        headers = resolve(document, message["headers"]["$ref"])
        assert {"ce_id", "ce_districtid", "ce_sequence"} <= set(headers["required"])
        homes = [c for c in document["channels"].values() if name in c["messages"]]
        assert len(homes) == 1
        assert homes[0]["bindings"]["kafka"]["partitions"] == PARTITIONS


def test_the_headers_we_send_are_the_headers_we_describe(document: dict[str, Any]) -> None:
    from datetime import UTC, datetime

    from shared.events.event import headers_of
    from shared.values.ids import new_id

    sent = headers_of(
        event_type="t", event_id=new_id(), source="/trellis/x", key="k", occurred_at=datetime.now(UTC),
        district_id=new_id(), incarnation=1, sequence=1, snapshot=True, traceparent="x",
    )  # fmt: skip
    described = document["components"]["schemas"]["CloudEvent"]
    assert {name for name, _ in sent} == described["properties"].keys()
    jsonschema.validate({name: value.decode() for name, value in sent}, described)


def test_an_operation_sends_only_messages_of_its_channel(document: dict[str, Any]) -> None:
    sent = set()
    for name, operation in document["operations"].items():
        assert operation["action"] == "send"
        channel = operation["channel"]["$ref"]
        assert operation["messages"]
        for message in operation["messages"]:
            assert message["$ref"].startswith(f"{channel}/messages/")
            event = resolve(document, resolve(document, message["$ref"])["$ref"])
            assert event["name"].split(".")[2] == name.split("-send-")[0]
            sent.add(event["name"])
    assert sent == {*EVENTS, RecordParked.event_type}


def test_payload_schemas_are_json_schemas(document: dict[str, Any]) -> None:
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
