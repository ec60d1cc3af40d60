"""The documents speak to people: each operation has a name, a summary, a description and examples that fit."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.conformance.operations import NDJSON, Operation, documents, operations

DESCRIBED = ("rostering",)
"""The services that are held to it."""

NAME = re.compile(r"[a-z]+(_[a-z]+)+")
"""A verb and what it is done to: `list_classes`, for the method of a client that is generated."""

described = [operation for operation in operations() if operation.service in DESCRIBED]


def contents(operation: Operation) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What the operation takes and, when all is well, gives: where, of which media type, and what the document says."""
    for media, content in operation.document.get("requestBody", {}).get("content", {}).items():
        yield "body", media, content
    for status, answer in operation.document["responses"].items():
        for media, content in answer.get("content", {}).items() if status.startswith("2") else ():
            yield status, media, content


def schema_of(schema: dict[str, Any], service: str) -> dict[str, Any]:
    """The schema that a reference leads to."""
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: dict[str, Any] = documents()[service]["components"]["schemas"][reference.rpartition("/")[2]]
    return found


def examples_of(content: dict[str, Any], service: str) -> Iterator[tuple[dict[str, Any], Any]]:
    """Each example, with the schema it is of. What is shown of one entity is shown of a page of them."""
    schema = schema_of(content["schema"], service)
    if "example" in content:
        yield schema, content["example"]
    yield from ((schema, example) for example in schema.get("examples", ()))
    if items := schema.get("properties", {}).get("items", {}).get("items"):
        item = schema_of(items, service)
        yield from ((item, example) for example in item.get("examples", ()))


@pytest.mark.parametrize("operation", described, ids=str)
def test_an_operation_says_what_it_is_called_and_what_it_does(operation: Operation) -> None:
    document = operation.document
    assert NAME.fullmatch(document["operationId"]), document["operationId"]
    assert re.fullmatch(r"[A-Z][a-z]* [^A-Z]*[a-z]", document["summary"]), document["summary"]
    assert document.get("description", "").endswith("."), document.get("description")


@pytest.mark.parametrize("service", DESCRIBED)
def test_no_two_operations_have_one_name(service: str) -> None:
    for key in ("operationId", "summary"):
        names = [operation.document[key] for operation in described if operation.service == service]
        assert len(names) == len(set(names)), key


@pytest.mark.parametrize("operation", described, ids=str)
def test_what_an_operation_takes_and_gives_is_shown_by_an_example_that_fits(operation: Operation) -> None:
    components = {"components": {"schemas": documents()[operation.service]["components"]["schemas"]}}
    for where, media, content in contents(operation):
        examples = list(examples_of(content, operation.service))
        assert examples, f"{where} {media}"
        for schema, example in examples:
            Draft202012Validator(schema | components).validate(example)


def test_files_are_shown_too() -> None:
    assert any(media == NDJSON for operation in described for _, media, _ in contents(operation))
