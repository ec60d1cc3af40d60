"""The OpenAPI documents say what the routes do: what must be sent, what may be left out, which headers come back."""

import json
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from tests.conformance.bodies import BODIES
from tests.conformance.operations import STREAM, Operation, documents, operations
from tests.conformance.refusals import refused
from tests.conformance.sending import Sending
from tests.conformance.world import absent

pytestmark = pytest.mark.slow

QUERIES = {
    "title": "Of the document",
    "creator": "x",
    "credential": "x",
    "statementId": "{statement}",
    "with": "{assessment}",
}
"""What is sent for a parameter that must be in the address."""
IN_THE_ADDRESS = {"statementId", "with"}
"""What the address of the request has already."""
EVERYWHERE = {
    "cache-control", "content-length", "content-security-policy", "content-type", "cross-origin-opener-policy",
    "permissions-policy", "referrer-policy", "x-content-type-options", "x-frame-options", "x-request-id",
    "transfer-encoding",
}  # fmt: skip
"""Headers of any answer: HTTP's own, those for browsers, and what the document says of all answers at once."""
FOR_PAGES = {"access-control-allow-origin", "cross-origin-resource-policy", "pragma", "x-accel-buffering"}
"""For browsers and proxies; no program acts by them."""

ended = [o for o in operations() if o.path != STREAM]
deletions_last = sorted(ended, key=lambda o: o.method == "DELETE")


def required(operation: Operation, place: str) -> list[str]:
    return [p["name"] for p in operation.parameters(place) if p["required"]]


def only_what_is_required(operation: Operation, send: Sending) -> dict[str, Any]:
    """A request with nothing optional in its head and its address; what it would change is not there."""
    gone = {}
    if operation.method == "DELETE":
        gone = {name: absent(send.world.a.ids[operation.kind(name)]) for name in operation.path_names}
    request = send.request(operation, gone)
    needed = {name.lower() for name in required(operation, "header")} | {"content-type", "authorization"}
    request["headers"] = {name: value for name, value in request["headers"].items() if name.lower() in needed}
    request["params"] = {name: QUERIES[name] for name in required(operation, "query") if name not in IN_THE_ADDRESS}
    if not request["params"]:
        del request["params"]
    return request


def is_missing(answer: httpx.Response) -> bool:
    """Whether it was refused because something of its head or its address is not there."""
    if answer.status_code == 428 or "send the header" in answer.text:
        return True
    if answer.status_code not in (400, 422) or "problem+json" not in answer.headers["content-type"]:
        return False
    errors = answer.json().get("errors", [])
    return any(e.get("in") in ("header", "query") and e.get("code") == "missing" for e in errors)


@pytest.mark.parametrize("operation", ended, ids=str)
def test_what_the_document_calls_optional_may_be_left_out(operation: Operation, send: Sending) -> None:
    answer = send.http.request(**only_what_is_required(operation, send))
    assert not is_missing(answer), answer.text


with_a_header = [(o, name) for o in operations() for name in required(o, "header")]
with_a_query = [(o, name) for o in operations() for name in required(o, "query")]


def test_some_operations_demand_a_header_or_a_query() -> None:
    assert {name.lower() for _, name in with_a_header} == {
        "if-match", "invitation-secret", "x-experience-api-version", "x-http-method-override",
        "tus-resumable", "upload-length", "upload-metadata", "upload-offset",
    }  # fmt: skip
    assert {name for _, name in with_a_query} == set(QUERIES)


ABSENT = {
    "if-match": 428, "x-experience-api-version": 400, "x-http-method-override": 400,
    "tus-resumable": 412, "upload-length": 400, "upload-offset": 400,
}  # fmt: skip
"""Where another specification says what the absence of a header is."""


@pytest.mark.parametrize(("operation", "name"), with_a_header, ids=str)
def test_a_required_header_is_demanded(operation: Operation, name: str, send: Sending) -> None:
    request = only_what_is_required(operation, send)
    request["headers"] = {key: value for key, value in request["headers"].items() if key.lower() != name.lower()}
    refused(send.http.request(**request), ABSENT.get(name.lower(), 422))


@pytest.mark.parametrize(("operation", "name"), with_a_query, ids=str)
def test_a_required_query_is_demanded(operation: Operation, name: str, send: Sending) -> None:
    request = only_what_is_required(operation, send)
    request["url"] = request["url"].partition("?")[0]
    request.get("params", {}).pop(name, None)
    body = refused(send.http.request(**request), 422)
    assert f"/{name}" in [e["pointer"] for e in body["errors"]]


def schema_of(operation: Operation) -> dict[str, Any] | None:
    """What the document says of a JSON body, with what it refers to."""
    content = operation.document.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    components = documents()[operation.service]["components"]
    return {**content["schema"], "components": {"schemas": components["schemas"]}}


IN_WORDS = {
    "POST /competency/v1/learners/{learner}/amendments": "on_behalf",  # some callers must send it, others may not
    "POST /competency/v1/frameworks/import": "CFItems",  # of a framework that has items, a package must have some
    "POST /coaching/v1/workshops": "slots",  # sessions name the slot that they are in
    # Whoever says that they do not know has no value to send.
    "PUT /readiness/v1/invitations/{invitation_id}/answers/{question}": "value",
    "PUT /readiness/v1/my-invitations/{invitation_id}/answers/{question}": "value",
}
"""Fields that the document cannot require, for it depends on who asks, on what is there or on what else is sent."""


def refused_places(answer: httpx.Response) -> set[str]:
    if answer.status_code not in (400, 422):
        return set()
    return {e["pointer"] for e in answer.json().get("errors", [{"pointer": ""}])}


with_fields = [o for o in operations() if schema_of(o) and isinstance(BODIES.get(o.label), dict)]


@pytest.mark.parametrize("operation", with_fields, ids=str)
def test_a_field_is_demanded_where_the_document_requires_it_and_there_alone(
    operation: Operation, send: Sending
) -> None:
    schema = schema_of(operation)
    assert schema is not None
    validator = Draft202012Validator(schema)
    whole = send.body(operation)
    assert validator.is_valid(whole)
    of_the_values = refused_places(send(operation, json.dumps(whole).encode()))
    for name in whole.keys() - {IN_WORDS.get(operation.label)}:
        body = {key: value for key, value in send.body(operation).items() if key != name}
        answer = send(operation, json.dumps(body).encode())
        if validator.is_valid(body):
            assert refused_places(answer) <= of_the_values, (name, answer.text)
        else:
            assert answer.status_code in (400, 422), (name, answer.text)


@pytest.mark.parametrize("operation", deletions_last, ids=str)
def test_every_header_of_an_answer_is_declared_and_every_declared_one_comes(
    operation: Operation, send: Sending
) -> None:
    for request in (send.request(operation), only_what_is_required(operation, send)):
        answer = send.http.request(**request)
        answers = operation.document["responses"]
        said = answers.get(str(answer.status_code), answers["default"])
        if reference := said.get("$ref"):
            said = documents()[operation.service]["components"]["responses"][reference.rpartition("/")[2]]
        headers = {name.lower(): header for name, header in said.get("headers", {}).items()}
        sent = {name.lower() for name in answer.headers}
        assert sent - EVERYWHERE - FOR_PAGES <= set(headers), answer.status_code
        assert {name for name, header in headers.items() if header.get("required")} <= sent, answer.status_code


def test_headers_are_declared_at_all() -> None:
    declared = {
        name for o in operations() for answer in o.document["responses"].values() for name in answer.get("headers", {})
    }
    assert declared >= {"ETag", "Location", "Link", "Idempotency-Replayed", "Retry-After", "X-Experience-API-Version"}
