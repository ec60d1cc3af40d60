"""What the OpenAPI document says of refusals, beside what the routes really answer."""

from dataclasses import replace
from typing import Any

import httpx
import pytest
from noted.api import NOTE as SHOWN
from noted.main import service

from shared.auth.jwks import JwksCache
from shared.http.openapi import REFUSALS, document
from shared.run.service import build_api
from shared.testing import DISTRICT_A, RunningService

ABSENT = "/noted/v1/notes/0190a000-0000-7000-8000-000000000001"
NOTE = "/noted/v1/notes/{note_id}"
NOTES = "/noted/v1/notes"
ALWAYS = {503}
CALLED = ALWAYS | {401, 403, 429}
SENT = {400, 408, 413, 415, 422}


@pytest.mark.parametrize(
    ("method", "path", "statuses"),
    [
        ("get", "/noted/v1/open", ALWAYS | {429}),
        ("get", "/noted/v1/tenant", CALLED),
        ("get", NOTES, CALLED | {422}),
        ("get", NOTE, CALLED | {404, 422}),
        ("post", NOTES, CALLED | SENT | {409}),
        ("put", NOTE, CALLED | SENT | {404, 409, 412, 428}),
    ],
)
async def test_a_route_declares_the_refusals_that_follow_from_what_it_depends_on(
    noted: RunningService, method: str, path: str, statuses: set[int]
) -> None:
    answers = document(noted.app)["paths"][path][method]["responses"]
    assert {int(status) for status in answers if status != "default"} - {200, 201, 204} == statuses
    assert all(answers[str(status)]["$ref"].startswith("#/components/responses/") for status in statuses)


@pytest.mark.parametrize(
    ("method", "path", "security"),
    [
        ("get", "/noted/v1/open", None),
        ("get", NOTES, [{"HTTPBearer": ["noted.read"]}]),
        ("post", NOTES, [{"HTTPBearer": ["noted.write"]}]),
    ],
)
async def test_a_route_names_the_scope_that_it_depends_on(
    noted: RunningService, method: str, path: str, security: list[dict[str, list[str]]] | None
) -> None:
    assert document(noted.app)["paths"][path][method].get("security") == security


async def test_every_refusal_is_a_problem_document(noted: RunningService) -> None:
    schema = document(noted.app)
    components = schema["components"]
    assert len(components["responses"]) == len(REFUSALS)
    for answer in components["responses"].values():
        assert answer["content"] == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path in schema["paths"].values():
        for operation in path.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]
    assert "HTTPValidationError" not in components["schemas"]
    assert {"BearerAuth", "HTTPBearer"} & components["securitySchemes"].keys()


async def test_under_a_standards_path_the_standards_body_is_declared(noted: RunningService) -> None:
    standard = replace(service, error_bodies={"/noted": lambda problem: {"code": problem.status}})
    app = build_api(standard, noted.app.context.platform, JwksCache(""))
    answers = app.openapi()["paths"][NOTE]["get"]["responses"]
    for status in ("404", "default"):
        assert list(answers[status]["content"]) == ["application/json"]


REFUSED: list[tuple[int, str, str, dict[str, Any]]] = [
    (400, "POST", NOTES, {"content": b"{", "headers": {"Content-Type": "application/json"}}),
    (404, "GET", ABSENT, {}),
    (409, "POST", NOTES, {"json": {"words": "x", "slot": 1}}),
    (412, "PUT", "{note}", {"json": {"words": "x"}, "headers": {"If-Match": '"7"'}}),
    (413, "POST", NOTES, {"content": b" " * 2_000_000}),
    (415, "POST", NOTES, {"content": b"x", "headers": {"Content-Type": "text/plain"}}),
    (422, "GET", f"{NOTES}?limit=0", {}),
    (428, "PUT", ABSENT, {"json": {"words": "x"}}),
]


@pytest.mark.parametrize(("status", "method", "path", "more"), REFUSED, ids=[str(status) for status, *_ in REFUSED])
async def test_what_a_route_refuses_with_is_what_it_declares(
    noted: RunningService, status: int, method: str, path: str, more: dict[str, Any]
) -> None:
    async with noted.client(DISTRICT_A, "noted.read", "noted.write") as client:
        made: httpx.Response = await client.post(NOTES, json={"words": "x", "slot": 1})
        answer = await client.request(method, path.format(note=made.headers["location"]), **more)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    declared = NOTES if path.startswith(NOTES) and path != ABSENT else NOTE
    assert str(status) in document(noted.app)["paths"][declared][method.lower()]["responses"]


async def test_a_header_that_the_route_itself_asks_for_is_required_and_may_not_be_null(noted: RunningService) -> None:
    [if_match] = [p for p in document(noted.app)["paths"][NOTE]["put"]["parameters"] if p["in"] == "header"]
    assert (if_match["name"], if_match["required"]) == ("if-match", True)
    assert if_match["schema"]["type"] == "string"
    assert "x-demanded" not in str(document(noted.app))


async def test_no_parameter_is_ever_null(noted: RunningService) -> None:
    operations = [operation for path in document(noted.app)["paths"].values() for operation in path.values()]
    parameters = [parameter for operation in operations for parameter in operation.get("parameters", ())]
    assert len(parameters) > 5
    assert "null" not in str([p["schema"] for p in parameters])


@pytest.mark.parametrize(
    ("method", "path", "status", "headers"),
    [
        ("get", NOTES, "200", {"Link": False}),
        ("post", NOTES, "201", {"Idempotency-Replayed": False}),
    ],
)
async def test_headers_of_success_follow_from_what_a_route_depends_on(
    noted: RunningService, method: str, path: str, status: str, headers: dict[str, bool]
) -> None:
    sent = document(noted.app)["paths"][path][method]["responses"][status]["headers"]
    assert {name: header.get("required", False) for name, header in sent.items()} == headers


async def test_a_refusal_names_the_headers_that_say_what_to_do(noted: RunningService) -> None:
    answers = document(noted.app)["components"]["responses"]
    assert {name: set(answer["headers"]) for name, answer in answers.items() if "headers" in answer} == {
        "Unauthorized": {"WWW-Authenticate"}, "TooManyRequests": {"Retry-After"}, "ServiceUnavailable": {"Retry-After"},
    }  # fmt: skip


async def test_a_concrete_path_comes_before_one_with_parameters_whatever_the_method(noted: RunningService) -> None:
    async with noted.client(DISTRICT_A, "noted.read", "noted.write") as client:
        refused = await client.get(f"{NOTES}/tidy")
        assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
        assert (await client.get(f"{NOTES}/untidy")).status_code == 422
        assert (await client.post(f"{NOTES}/tidy")).status_code == 204
        assert (await client.delete(NOTES)).headers["allow"] == "GET, POST"


async def test_an_operation_has_the_name_of_its_function_and_the_words_of_its_docstring(noted: RunningService) -> None:
    operation = document(noted.app)["paths"][NOTES]["get"]
    assert operation["operationId"] == "list_notes"
    assert operation["summary"] == "List the notes of a district"
    assert operation["description"] == "Lists all notes in the order of their words.\n\nA note is listed once."


async def test_an_operation_without_a_summary_has_its_name_for_one(noted: RunningService) -> None:
    operation = document(noted.app)["paths"]["/noted/v1/shelves/{shelf}/notes"]["get"]
    assert operation["summary"] == "List shelf"
    assert operation["description"] == "The same list at an address that is the client's own words."


async def test_an_example_is_shown_whole_and_as_the_item_of_a_page(noted: RunningService) -> None:
    schemas = document(noted.app)["components"]["schemas"]
    assert schemas["NoteOut"]["examples"] == [SHOWN]
    assert schemas["Page_NoteOut_"]["examples"] == [{"items": [SHOWN], "next": None}]
