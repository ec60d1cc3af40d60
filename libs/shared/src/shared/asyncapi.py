"""The events as an AsyncAPI 3.0 document, for those who read them from outside: `python -m shared.asyncapi`."""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import models_json_schema

from shared import contracts  # noqa: F401 - registers the events
from shared.events import dead_letter
from shared.events.event import PARTITIONS, REGISTRY, Event, Topic
from shared.events.topics import topic_settings

_ATTRIBUTES: dict[str, tuple[str, str]] = {
    "ce_specversion": ("1.0", "CloudEvents 1.0"),
    "ce_id": ("uuid", "the event; the same event may come more than once"),
    "ce_source": ("uri-reference", "the service that sent it: /trellis/<service>"),
    "ce_type": ("", "the event's type"),
    "ce_time": ("date-time", "when the change was made"),
    "ce_subject": ("", "the key"),
    "ce_partitionkey": ("", "the key"),
    "ce_districtid": ("uuid", "the district whose event it is"),
    "ce_incarnation": ("", "rises when the sender's database was restored from a backup"),
    "ce_sequence": ("", "the key's own count within district and topic, without gaps from 1"),
    "content-type": ("", "application/json"),
}
_OPTIONAL: dict[str, str] = {
    "ce_snapshot": "true: the key's whole state sent again, from which a reader may start afresh",
    "ce_traceparent": "W3C trace context of the request that made the change",
}


def document() -> dict[str, Any]:
    """The whole document, the same for the same registry."""
    events = [
        event
        for _, event in sorted(REGISTRY.items())
        if event.__module__.startswith("shared.contracts") or event is dead_letter.RecordParked
    ]
    topics: dict[str, list[type[Event]]] = defaultdict(list)
    for event in events:
        topics[event.topic.name].append(event)
    _, schemas = models_json_schema(
        [(event, "validation") for event in events], ref_template="#/components/schemas/{model}"
    )
    definitions = {"CloudEvent": _headers(), **schemas["$defs"]}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Trellis events",
            "version": "1",
            "description": "CloudEvents 1.0 in Kafka's binary mode. Readers ignore fields they do not know.",
        },
        "defaultContentType": "application/json",
        "channels": {_id(name): _channel(events[0].topic, events) for name, events in sorted(topics.items())},
        "operations": {
            f"{service}-send-{_id(name)}": _send(name, [e for e in events if _service(e) == service])
            for name, events in sorted(topics.items())
            for service in sorted({_service(e) for e in events})
        },
        "components": {
            "messages": {e.__name__: _message(e) for e in events},
            "schemas": {name: definitions[name] for name in sorted(definitions)},
        },
    }


def _id(topic: str) -> str:
    return topic.replace(".", "-")


def _service(event: type[Event]) -> str:
    return event.event_type.split(".")[2]


def _channel(topic: Topic, events: list[type[Event]]) -> dict[str, Any]:
    settings = topic_settings(topic)
    return {
        "address": topic.name,
        "description": "compacted: the newest of each key stays" if topic.compacted else "a log of changes",
        "messages": {e.__name__: {"$ref": f"#/components/messages/{e.__name__}"} for e in events},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": PARTITIONS,
                "topicConfiguration": {
                    "cleanup.policy": [settings["cleanup.policy"]],
                    **{k: int(v) for k, v in settings.items() if k in ("retention.ms", "delete.retention.ms")},
                },
                "bindingVersion": "0.5.0",
            }
        },
    }


def _send(topic: str, events: list[type[Event]]) -> dict[str, Any]:
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{_id(topic)}"},
        "messages": [{"$ref": f"#/channels/{_id(topic)}/messages/{e.__name__}"} for e in events],
    }


def _message(event: type[Event]) -> dict[str, Any]:
    return {
        "name": event.event_type,
        "title": event.__name__,
        "summary": " ".join((event.__doc__ or event.__name__).split("\n\n")[0].split()),
        "contentType": "application/json",
        "headers": {"$ref": "#/components/schemas/CloudEvent"},
        "payload": {"$ref": f"#/components/schemas/{event.__name__}"},
        "bindings": {"kafka": {"key": {"type": "string", "description": event.key_field}, "bindingVersion": "0.5.0"}},
    }


def _headers() -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for name, (form, says) in _ATTRIBUTES.items():
        properties[name] = {"type": "string", "description": says}
        if form == "1.0":
            properties[name]["const"] = form
        elif form:
            properties[name]["format"] = form
    properties |= {name: {"type": "string", "description": says} for name, says in _OPTIONAL.items()}
    return {"type": "object", "required": list(_ATTRIBUTES), "properties": properties}


def yaml_lines(value: Any, indent: str = "") -> Iterator[str]:
    """YAML in block form; scalars as JSON writes them, which YAML reads too."""
    for name, each in value.items() if isinstance(value, dict) else (("", each) for each in value):
        head = f"{indent}{json.dumps(name)}:" if isinstance(value, dict) else f"{indent}-"
        if isinstance(each, (dict, list)) and each:
            yield head
            yield from yaml_lines(each, indent + "  ")
        else:
            yield f"{head} {json.dumps(each, ensure_ascii=False)}"


if __name__ == "__main__":
    sys.stdout.write("\n".join(yaml_lines(document())) + "\n")
