"""What the documents say of the APIs that pages ask, and whether pages can read all that they allow."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from pydantic import BaseModel

OPENAPI = Path(__file__).parents[3] / "docs/openapi"
COMPETENCY, READINESS, PARTNERS = "competency", "readiness", "partners"
COACHING, RESOURCES = "coaching", "resources"

Schema = dict[str, Any]


@cache
def document(service: str = COMPETENCY) -> Schema:
    loaded: Schema = json.loads((OPENAPI / f"{service}.json").read_text())
    return loaded


def schema_named(name: str, service: str = COMPETENCY) -> Schema:
    """The schema of this name; a KeyError where it is called otherwise now."""
    found: Schema = document(service)["components"]["schemas"][name]
    return found


def service_of(path: str) -> str:
    """Whose path it is."""
    return next((one for one in (READINESS, PARTNERS, COACHING, RESOURCES) if path.startswith(f"/{one}/")), COMPETENCY)


def answer_of(path: str, method: str = "get") -> Schema:
    """The schema of what this path answers."""
    answers = document(service_of(path))["paths"][path][method]["responses"]
    content = next(answers[status] for status in ("200", "201") if status in answers)["content"]
    found: Schema = next(one for kind, one in content.items() if kind.endswith("json"))["schema"]
    return found


def faults(schema: Schema, answer: Any) -> list[str]:
    """Where an answer is not what the schema says."""
    validator = Draft202012Validator(schema | {"components": document()["components"]})
    return [error.message for error in validator.iter_errors(answer)]


def codes_of(schema: str, field: str, service: str = COMPETENCY) -> list[str]:
    """Every value that the document names of a field that holds one code or a list of them, in its order."""
    return list(dict.fromkeys(_codes(schema_named(schema, service)["properties"][field], document(service))))


def _codes(schema: Schema, root: Schema) -> Iterator[str]:
    schema = _resolved(schema, root)
    yield from schema.get("enum", [schema["const"]] if "const" in schema else [])
    for inner in schema.get("anyOf", [schema["items"]] if "items" in schema else []):
        yield from _codes(inner, root)


def _resolved(schema: Schema, root: Schema) -> Schema:
    while "$ref" in schema:
        found: Any = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema


class Reading:
    """Whether all that a schema of a service's document allows can be read as a model; `read` are the models met on the
    way.
    """

    def __init__(self, model: type[BaseModel], service: str = COMPETENCY) -> None:
        self._ours: Schema = model.model_json_schema()
        self._document = document(service)
        self.read = {self._ours["title"]}

    def problems(self, theirs: Schema) -> list[str]:
        return list(self._problems(self._ours, theirs, ""))

    def _problems(self, ours: Schema, theirs: Schema, at: str) -> Iterator[str]:
        ours, theirs = _resolved(ours, self._ours), _resolved(theirs, self._document)
        self.read.add(ours.get("title", ""))
        if "anyOf" in theirs or "oneOf" in theirs:
            for one in theirs.get("anyOf") or theirs["oneOf"]:
                yield from self._problems(ours, one, at)
        elif "anyOf" in ours:
            tried = [list(self._problems(one, theirs, at)) for one in ours["anyOf"]]
            if all(tried):
                yield from min(tried, key=len)
        elif "enum" in ours or "const" in ours:
            unknown = set(theirs.get("enum", [theirs.get("const", "any")])) - set(ours.get("enum", [ours.get("const")]))
            if unknown:
                yield f"{at} may be {', '.join(sorted(map(str, unknown)))}"
        elif "type" in ours:
            yield from self._typed(ours, theirs, at)

    def _typed(self, ours: Schema, theirs: Schema, at: str) -> Iterator[str]:
        kind = theirs.get("type") or ("string" if "enum" in theirs or "const" in theirs else None)
        if ours["type"] != kind and (ours["type"], kind) != ("number", "integer"):
            yield f"{at} is {kind}, read as {ours['type']}"
        elif ours.get("format", theirs.get("format")) != theirs.get("format"):
            yield f"{at} is {theirs.get('format')}, read as {ours['format']}"
        elif kind == "array":
            yield from self._problems(ours["items"], theirs["items"], f"{at}[]")
        elif kind == "object" and isinstance(ours.get("additionalProperties"), dict):
            for each in theirs.get("patternProperties", {"*": theirs.get("additionalProperties")}).values():
                yield from self._problems(ours["additionalProperties"], each, f"{at}.*")
        elif kind == "object":
            for name, field in ours.get("properties", {}).items():
                if name not in theirs["properties"]:
                    yield f"{at}.{name} is not said"
                    continue
                if name in ours.get("required", ()) and name not in theirs.get("required", ()):
                    yield f"{at}.{name} may be left out"
                yield from self._problems(field, theirs["properties"][name], f"{at}.{name}")
