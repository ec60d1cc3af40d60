"""What the OpenAPI documents say in words: name, summary, description and scope of every operation, and examples."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from fastapi.params import Form
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import TypeAdapter

from partners.identity.rules.scopes import KNOWN, PASSWORD_CHANGE
from shared.http.routing import routes_of
from tests.conformance.operations import Operation, apps, documents, operations

VERBS = {
    "accept", "acknowledge", "activate", "adapt", "add", "adopt", "amend", "answer", "begin", "cancel", "change",
    "clone", "close", "compare", "confirm", "correct", "create", "decide", "declare", "decline", "delete", "deprecate",
    "disable", "download", "enable", "end", "expire", "explain", "finish", "follow", "forget", "get", "give", "import",
    "issue", "list", "lock", "move", "offer", "open", "pin", "place", "preview", "propose", "publish", "pull", "raise",
    "record", "recount", "register", "release", "renew", "reopen", "replace", "replay", "request", "reset", "retire",
    "return", "revoke", "rotate", "send", "set", "sign", "skip", "take", "verify", "void", "withdraw",
}  # fmt: skip
"""What a name may begin with: a new verb is taken after a look at those that are here."""
OF_CASE = re.compile(r"get(All)?CF[A-Za-z]+")
NAME = re.compile(r"[a-z]+(_[a-z0-9]+)+")


def is_json(media_type: str) -> bool:
    return media_type == "application/json" or media_type.endswith("+json")


def resolved(service: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Mapping[str, Any] = documents()[service]["components"]["schemas"][reference.rpartition("/")[2]]
    return found


def examples_of(service: str, content: Mapping[str, Any]) -> list[Any]:
    """The examples of a body or an answer: its own, those of its schema, or a list of those of the schema's items."""
    if "example" in content:
        return [content["example"]]
    schema = resolved(service, content.get("schema", {}))
    if schema.get("type") == "array":
        return [[one] for one in resolved(service, schema["items"]).get("examples", [])]
    either = [resolved(service, one) for one in schema.get("anyOf", [])]
    return [one for found in (schema, *either) for one in found.get("examples", [])]


def contents(operation: Operation) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """What the operation takes and what it answers with success: which of them, its media type, what it is."""
    for media_type, content in operation.document.get("requestBody", {}).get("content", {}).items():
        yield "body", media_type, content
    for status, answer in operation.document["responses"].items():
        if status.startswith("2"):
            for media_type, content in answer.get("content", {}).items():
                yield status, media_type, content


@pytest.mark.parametrize("operation", operations(), ids=str)
def test_an_operation_has_a_name_that_begins_with_a_verb(operation: Operation) -> None:
    name = operation.document["operationId"]
    if operation.path.startswith("/ims/case/") and OF_CASE.fullmatch(name):
        return
    assert NAME.fullmatch(name)
    assert name.partition("_")[0] in VERBS


@pytest.mark.parametrize("service", documents())
def test_no_two_operations_of_a_service_have_the_same_name_or_summary(service: str) -> None:
    own = [o.document for o in operations() if o.service == service]
    for word in ("operationId", "summary"):
        assert [name for name, times in Counter(one[word] for one in own).items() if times > 1] == []


@pytest.mark.parametrize("operation", operations(), ids=str)
def test_an_operation_has_a_summary_of_some_words_and_a_description_of_a_sentence(operation: Operation) -> None:
    summary, description = operation.document["summary"], operation.document["description"]
    assert summary == summary.strip()
    assert " " in summary
    assert not summary.endswith(".")
    assert len(summary) <= 70
    assert summary not in description
    assert len(description.split()) >= 6
    assert description.endswith(".")


@pytest.mark.parametrize("operation", operations(), ids=str)
def test_an_operation_names_the_scope_that_it_needs_unless_it_is_public(operation: Operation) -> None:
    named = {
        scope
        for requirement in operation.document.get("security", [])
        for scopes in requirement.values()
        for scope in scopes
    }
    assert bool(named) is not operation.public
    assert named <= KNOWN | {PASSWORD_CHANGE}


@pytest.mark.parametrize("operation", operations(), ids=str)
def test_what_an_operation_takes_and_answers_has_an_example(operation: Operation) -> None:
    without = [
        f"{which} {media_type}"
        for which, media_type, content in contents(operation)
        if not examples_of(operation.service, content)
    ]
    assert without == []


@pytest.mark.parametrize("operation", operations(), ids=str)
def test_an_example_is_valid(operation: Operation) -> None:
    components = documents()[operation.service]["components"]
    for which, media_type, content in contents(operation):
        schema = {**content.get("schema", {}), "components": components}
        validator = Draft202012Validator(schema, format_checker=FormatChecker())
        for example in examples_of(operation.service, content):
            problems = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(example)]
            assert problems == [], (which, media_type)


def test_a_body_s_example_is_taken_by_the_model() -> None:
    taken = 0
    for service in documents():
        by_label = {o.label: o for o in operations() if o.service == service}
        for route in routes_of(apps()[service]):
            bodies = [one for one in route.dependant.body_params if not isinstance(one.field_info, Form)]
            if not route.include_in_schema or not bodies:
                continue
            (body,) = bodies
            model = TypeAdapter(body.field_info.annotation)
            for method in route.methods:
                operation = by_label[f"{method} {route.path_format}"]
                for which, media_type, content in contents(operation):
                    if which == "body" and is_json(media_type):
                        for example in examples_of(service, content):
                            model.validate_json(json.dumps(example))
                            taken += 1
    assert taken > 30


def test_an_example_of_an_answer_leaves_no_field_out() -> None:
    """An answer of ours always has all of its fields."""
    found = []
    for operation in operations():
        for which, media_type, content in contents(operation):
            schema = resolved(operation.service, content.get("schema", {}))
            if which != "body" and is_json(media_type) and "properties" in schema:
                found += [
                    f"{operation.label}: {sorted(set(schema['properties']) - set(one))}"
                    for one in examples_of(operation.service, content)
                    if set(one) != set(schema["properties"])
                ]
    assert found == []


def test_no_schema_is_named_as_a_program_names_things() -> None:
    assert [
        name for document in documents().values() for name in document["components"]["schemas"] if "__" in name
    ] == []
