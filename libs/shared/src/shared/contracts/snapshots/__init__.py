"""The events' JSON Schemas as they were last agreed, one file each beside this one, with an example.

`python -m shared.contracts.snapshots` writes them anew. It refuses a change that a reader of the old form could not
live with: adding an optional field is the only one that an event may see. Such a change is a `.v2` beside the old.
"""

import json
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from shared import contracts  # noqa: F401 - registers the events
from shared.events.event import REGISTRY, Event

COMMAND = "python -m shared.contracts.snapshots"

Snapshot = dict[str, Any]

_EXAMPLES = {
    "uuid": "0190a000-0000-7000-8000-000000000001",
    "date": "2026-11-01",
    "date-time": "2026-11-01T10:00:00Z",
}


def events() -> dict[str, type[Event]]:
    """The events of the contracts, by type; tests declare others, which concern nobody else."""
    return {name: event for name, event in sorted(REGISTRY.items()) if event.__module__.startswith("shared.contracts")}


def snapshot_of(event: type[Event]) -> Snapshot:
    """What is agreed of an event: where it goes, what orders it, and what a reader may rely on."""
    schema = _open(TypeAdapter(event).json_schema(schema_generator=GenerateJsonSchema))
    return {
        "type": event.event_type,
        "topic": event.topic.name,
        "key": event.key_field,
        "schema": schema,
        "example": _example(schema, schema.get("$defs", {})),
    }


def path_of(event_type: str) -> Path:
    return Path(str(resources.files(__name__))) / f"{event_type}.json"


def stored(event_type: str) -> Snapshot | None:
    path = path_of(event_type)
    return json.loads(path.read_text()) if path.exists() else None


def breaks(old: Snapshot, new: Snapshot) -> list[str]:
    """What of the new form a reader of the old could not live with, or the other way round."""
    found = [f"its {part} was {old[part]}" for part in ("type", "topic", "key") if old[part] != new[part]]
    old_defs, new_defs = old["schema"].get("$defs", {}), new["schema"].get("$defs", {})
    found += _changes("", old["schema"], new["schema"])
    for name in sorted(old_defs.keys() & new_defs.keys()):
        found += _changes(f"{name}.", old_defs[name], new_defs[name])
    return found


def write(*, breaking: bool = False) -> list[str]:
    """Write what is new; returns why some could not be, unless `breaking` changes are wanted (before a release)."""
    refused = []
    for event_type, event in events().items():
        new, old = snapshot_of(event), stored(event_type)
        problems = breaks(old, new) if old else []
        if problems and not breaking:
            refused += [f"{event_type}: {problem}" for problem in problems]
        elif new != old:
            path_of(event_type).write_text(json.dumps(new, indent=2, ensure_ascii=False) + "\n")
    if breaking:
        for path in Path(str(resources.files(__name__))).glob("*.json"):
            if path.stem not in events():
                path.unlink()
    return refused


def _changes(where: str, old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    if "properties" not in old:
        return [f"{where or 'it '}changed"] if _meaning(old) != _meaning(new) else []
    before, after = old["properties"], new.get("properties", {})
    gone = [f"{where}{name} is gone" for name in before if name not in after]
    other = [
        f"{where}{name} means something else"
        for name in before
        if name in after and _meaning(before[name]) != _meaning(after[name])
    ]
    needed = [
        f"{where}{name} is required now" for name in sorted({*new.get("required", [])} - {*old.get("required", [])})
    ]
    optional = [
        f"{where}{name} may be absent now" for name in sorted({*old.get("required", [])} - {*new.get("required", [])})
    ]
    return gone + other + needed + optional


def _meaning(schema: Any) -> Any:
    """A schema without its words: those may be mended at any time."""
    if isinstance(schema, dict):
        return {k: _meaning(v) for k, v in schema.items() if k not in ("title", "description", "$defs")}
    return [_meaning(each) for each in schema] if isinstance(schema, list) else schema


def _open(schema: Any) -> Any:
    """Readers ignore what they do not know, so the agreed form does not forbid it."""
    if isinstance(schema, dict):
        return {k: _open(v) for k, v in schema.items() if k != "additionalProperties"}
    return [_open(each) for each in schema] if isinstance(schema, list) else schema


def _example(schema: dict[str, Any], definitions: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _example(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if "anyOf" in schema:
        return _example(schema["anyOf"][0], definitions)
    match schema.get("type"):
        case "object":
            return {name: _example(each, definitions) for name, each in schema.get("properties", {}).items()}
        case "array":
            return [_example(schema["items"], definitions)]
        case "integer":
            return 3
        case "number":
            return 3.5
        case "boolean":
            return True
    return _EXAMPLES.get(schema.get("format", ""), "words")
