"""Pages made of the contracts: the API's from docs/openapi/*.json, the events' from docs/asyncapi.yaml."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

Document = dict[str, Any]  # a contract as it was read: JSON of any shape
METHODS = ("get", "post", "put", "patch", "delete")


def reference_pages(docs: Path) -> Iterator[tuple[str, str]]:
    """Each page's name below `docs/reference`, and its text in Markdown."""
    documents = {file.stem: json.loads(file.read_text()) for file in sorted((docs / "openapi").glob("*.json"))}
    events = yaml.safe_load((docs / "asyncapi.yaml").read_text())
    yield "index", _index(list(documents))
    for service, document in documents.items():
        yield f"api/{service}", _api(service, document)
        yield f"api/{service}-data", _data(service, document)
    yield "events", _events(events)


def _index(services: list[str]) -> str:
    lines = [
        "# Reference",
        "",
        "Made of the contracts that the services publish; nothing here is written by hand. Each service also answers "
        "with its document at `/<service>/openapi.json`.",
        "",
        "| | operations | data | document |",
        "|---|---|---|---|",
        *(
            f"| {name} | [operations](api/{name}.md) | [data](api/{name}-data.md) "
            f"| [OpenAPI](/docs/openapi/{name}.json) |"
            for name in services
        ),
        "",
        "What services tell through Kafka: [events](events.md), from [AsyncAPI](/docs/asyncapi.yaml).",
        "",
        "```{toctree}",
        ":hidden:",
        "",
        *(f"api/{name}{part}" for name in services for part in ("", "-data")),
        "events",
        "```",
    ]
    return "\n".join(lines) + "\n"


# ---- operations


def _api(service: str, document: Document) -> str:
    by_tag: dict[str, list[tuple[str, str, Document]]] = defaultdict(list)
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                tag = (item[method].get("tags") or ["other"])[0]
                by_tag[tag].append((path, method, item[method]))
    lines = [f"# {service}: operations", "", document["info"].get("description", ""), ""]
    for tag in sorted(by_tag):
        lines += [f"## {tag.capitalize()}", ""]
        for path, method, operation in sorted(by_tag[tag], key=lambda found: (found[0], METHODS.index(found[1]))):
            lines += _operation(service, document, path, method, operation)
    return "\n".join(lines) + "\n"


def _operation(service: str, document: Document, path: str, method: str, operation: Document) -> list[str]:
    lines = [f"(op-{service}-{_slug(operation['operationId'])})=", f"### {_plain(operation.get('summary', path))}", ""]
    lines += [f"`{method.upper()} {path}`", ""]
    scopes = sorted({scope for each in operation.get("security", ()) for needed in each.values() for scope in needed})
    if scopes:
        lines += ["Scope: " + ", ".join(f"`{scope}`" for scope in scopes), ""]
    if operation.get("description"):
        lines += [_plain(operation["description"]), ""]
    parameters = [_followed(document, each) for each in operation.get("parameters", [])]
    if parameters:
        lines += ["| parameter | in | type | |", "|---|---|---|---|"]
        for each in parameters:
            needed = " (required)" if each.get("required") else ""
            words = _cell(each.get("description", ""))
            lines.append(f"| `{each['name']}`{needed} | {each['in']} | {_type(service, each['schema'])} | {words} |")
        lines.append("")
    if body := operation.get("requestBody"):
        lines += ["Body: " + ", ".join(_contents(service, _followed(document, body))) + ".", ""]
    lines += ["| answer | | body |", "|---|---|---|"]
    for status, answer in sorted(operation["responses"].items()):
        answer = _followed(document, answer)
        body = ", ".join(_contents(service, answer)) or "–"
        lines.append(f"| {status} | {_cell(answer.get('description', ''))} | {body} |")
    return [*lines, ""]


def _contents(service: str, holder: Document) -> list[str]:
    return [
        f"`{kind}` {_type(service, content.get('schema', {}))}".strip()
        for kind, content in holder.get("content", {}).items()
    ]


# ---- data


def _data(service: str, document: Document) -> str:
    lines = [f"# {service}: data", ""]
    for name, schema in sorted(document.get("components", {}).get("schemas", {}).items()):
        lines += _schema(service, name, schema, 2)
    return "\n".join(lines) + "\n"


def _schema(service: str, name: str, schema: Document, level: int) -> list[str]:
    lines = [f"({_anchor(service, name)})=", f"{'#' * level} {name}", ""]
    if schema.get("description"):
        lines += [_plain(schema["description"]), ""]
    lines += [*_fields(service, schema), ""]
    if examples := schema.get("examples"):
        lines += ["For example:", "", *_example(examples[0])]
    return lines


def _example(value: Any) -> list[str]:
    return ["```json", json.dumps(value, indent=2, ensure_ascii=False), "```", ""]


def _fields(service: str, schema: Document) -> list[str]:
    if "properties" not in schema:
        return [f"Type: {_type(service, schema) or 'anything'}"]
    required = set(schema.get("required", []))
    lines = ["| field | type | |", "|---|---|---|"]
    for name, each in schema["properties"].items():
        needed = " (required)" if name in required else ""
        lines.append(f"| `{name}`{needed} | {_type(service, each)} | {_cell(each.get('description', ''))} |")
    return lines


def _type(service: str, schema: Document) -> str:
    """A schema in a few words, with links to those that have a name."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f"[{_escaped(name)}](#{_anchor(service, name)})"
    for union in ("anyOf", "oneOf", "allOf"):
        if union in schema:
            return " or ".join(dict.fromkeys(_type(service, each) for each in schema[union]))
    if "const" in schema:
        return _code(json.dumps(schema["const"]))
    if "enum" in schema:
        return " · ".join(_code(json.dumps(value)) for value in schema["enum"])
    kind = schema.get("type", "")
    if kind == "array":
        return f"list of {_type(service, schema.get('items', {})) or 'anything'}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"map of {_type(service, schema['additionalProperties']) or 'anything'}"
    words = str(schema.get("format") or kind)
    limits = [f"{sign} {schema[key]}" for key, sign in _LIMITS.items() if key in schema]
    return f"{words} ({', '.join(limits)})" if limits else words


_LIMITS = {
    "minimum": "≥",
    "exclusiveMinimum": "\\>",
    "maximum": "≤",
    "exclusiveMaximum": "\\<",
    "minLength": "length ≥",
    "maxLength": "length ≤",
    "minItems": "items ≥",
    "maxItems": "items ≤",
}


# ---- events


def _events(document: Document) -> str:
    messages, schemas = document["components"]["messages"], document["components"]["schemas"]
    lines = ["# Events", "", document["info"]["description"], ""]
    lines += ["Every record has these headers (CloudEvents 1.0, binary mode):", ""]
    lines += [*_fields("events", schemas["CloudEvent"]), ""]
    shown = {"CloudEvent"}
    for channel in document["channels"].values():
        kafka = channel["bindings"]["kafka"]
        lines += [f"## {channel['address']}", ""]
        lines += [f"{channel['description'].capitalize()}; {kafka['partitions']} partitions.", ""]
        for name in channel["messages"]:
            message = messages[name]
            lines += [f"### {message['name']}", "", _plain(message.get("summary", "")), ""]
            payload = message["payload"]["$ref"].rsplit("/", 1)[-1]
            shown.add(payload)
            lines += [f"({_anchor('events', payload)})=", "", *_fields("events", schemas[payload]), ""]
            if examples := message.get("examples"):
                lines += _example(examples[0].get("payload", {}))
    lines += ["## Parts", ""]
    for name in sorted(schemas.keys() - shown):
        lines += _schema("events", name, schemas[name], 3)
    return "\n".join(lines) + "\n"


# ---- words


def _followed(document: Document, holder: Document) -> Document:
    while "$ref" in holder:
        target: Any = document
        for step in holder["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        holder = target
    return holder


def _anchor(service: str, name: str) -> str:
    return f"{service}-data-{_slug(name)}"


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _escaped(text: str) -> str:
    return re.sub(r"([_*\[\]])", r"\\\1", text)


def _code(text: str) -> str:
    return "`" + text.replace("|", "\\|") + "`"


def _plain(text: str) -> str:
    """Words of a docstring as one paragraph each; what looks like a tag is none."""
    return re.sub(r"(?<!`)<", "\\<", text.strip())


def _cell(text: str) -> str:
    return _plain(re.sub(r"\s+", " ", text)).replace("|", "\\|")
