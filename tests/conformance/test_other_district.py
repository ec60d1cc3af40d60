"""Another district's thing is an absent thing, on every route, and nobody comes in without the token a route needs."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from partners.identity.rules.scopes import ADMINISTRATOR
from shared.cli import installed_services
from tests.conformance.bodies import BODIES, OF_PEOPLE
from tests.conformance.browsers import READS, path_of, reader_of, signed_in
from tests.conformance.district import KNOWN_TO_PARTIES
from tests.conformance.operations import STREAM, Operation, documents, fill, operations
from tests.conformance.pages import FORMS, IN_DEVELOPMENT_ONLY, PAGES, PUBLIC_PAGES
from tests.conformance.rows import rows_of
from tests.conformance.world import World, absent, without_request_id
from tests.integration.platform import Platform

pytestmark = pytest.mark.slow

DIRECTORY = {
    "GET /partners/v1/districts/{district_id}",
    "GET /competency/v1/issuers/{district_id}/did.json",
    "GET /competency/v1/issuers/{district_id}/jwks.json",
    "GET /competency/v1/issuers/{district_id}/status/{list_id}",
    "GET /readiness/v1/open-calls/{call_id}",
    "GET /coaching/v1/calendar-feeds/{secret}.ics",
    "GET /readiness/v1/offered-instruments/{offer_id}",
    "POST /readiness/v1/offered-instruments/{offer_id}/adopt",
    "POST /readiness/v1/offered-instruments/{offer_id}/clone",
    "GET /resources/v1/found-items",
    "GET /resources/v1/found-items/counts",
    "GET /resources/v1/items",
    "GET /resources/v1/open-directory",
    "GET /resources/v1/open-directory/{first_id}",
    "GET /resources/v1/open-found-items",
    "GET /resources/v1/open-found-items/counts",
    "GET /resources/v1/open-items",
    "GET /resources/v1/open-items/{item_id}",
    "GET /resources/v1/open-items/{item_id}/versions/{version}/parts/{part_key}/content",
    "GET /resources/v1/part-links/{link}",
}
"""Districts are listed to all, who must know whom to agree with; what verifies their credentials is published;
instruments are offered to all, calls opened to all, and what is openly licensed shown to all; and whoever has the
address of a calendar feed, or of a file, reads it.
"""

NO_IDS_OF_ANYBODY = {
    "licence_id", "position", "old", "new", "version", "question", "result", "wave", "slot", "number",
}  # fmt: skip
"""Licences, a kind of thing, and numbers that count within one webhook, framework, instrument, assessment, pilot or
workshop: none is another district's alone.
"""

with_ids = [
    (operation, name)
    for operation in operations()
    for name in operation.path_names
    if name not in NO_IDS_OF_ANYBODY and operation.label not in DIRECTORY
]
closed = [operation for operation in operations() if not operation.public]
narrowed = [
    (operation, parameter["name"])
    for operation in operations()
    for parameter in operation.parameters("query")
    if "uuid" in json.dumps(parameter["schema"]) and operation.label not in DIRECTORY
]
referring = [
    (operation, kind)
    for operation in operations()
    for kind in sorted(
        {k for k in ("organisation", "term", "district_organisation", "learner", "guardian_person", "class")
         if f'"{{{k}}}"' in json.dumps(BODIES.get(operation.label))}
    )
]  # fmt: skip


def named(value: Any) -> str:
    return str(value)


@pytest.fixture(scope="module")
async def untouched(running: Platform, world: World) -> Any:
    """What B held before any test of this module."""
    return await rows_of(running, world.b.client.district_id)


@pytest.fixture(scope="module")
def of_a(world: World, untouched: Any) -> Iterator[httpx.Client]:
    with world.http(world.a) as http:
        yield http


def test_the_running_platform_serves_the_documents_that_these_tests_are_made_from(world: World) -> None:
    with world.http() as http:
        for service, document in documents().items():
            served = http.get(f"/{service}/openapi.json").json()
            assert served["paths"].keys() == document["paths"].keys()
            assert served["components"] == document["components"]


def test_there_is_a_body_to_send_for_every_operation_that_takes_one() -> None:
    assert {o.label for o in operations() if o.takes} == BODIES.keys()


def test_no_route_but_the_pages_is_left_out_of_the_documents() -> None:
    hidden = {
        route.path
        for service in installed_services().values()
        for router in service.routers
        for route in router.routes
        if isinstance(route, APIRoute) and not route.include_in_schema
    }
    assert hidden == {*PAGES, *FORMS, *PUBLIC_PAGES, *IN_DEVELOPMENT_ONLY}


@pytest.mark.parametrize(("operation", "name"), with_ids, ids=named)
def test_another_districts_thing_is_answered_as_an_absent_one(
    operation: Operation, name: str, world: World, of_a: httpx.Client
) -> None:
    kind = operation.kind(name)
    theirs = world.b.ids[kind]
    random = absent(theirs)
    answers = []
    for id_ in (theirs, random):
        request = operation.request(world.a, world.host.client.district_id, {name: id_})
        answers.append(without_request_id(of_a.request(**request), id_))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    if kind in ("learner", "class", "organisation", "term", "enrolment", "guardian") and name != f"{kind}_id":
        request = operation.request(world.a, world.host.client.district_id, {name: _sourced(world, kind)})
        assert of_a.request(**request).status_code == 404


@pytest.mark.parametrize("operation", [o for o, n in with_ids if o.path_names[-1] == n], ids=named)
def test_all_ids_of_another_district_are_answered_as_absent_ones(
    operation: Operation, world: World, of_a: httpx.Client
) -> None:
    theirs = {name: world.b.ids[operation.kind(name)] for name in operation.path_names}
    random = {name: absent(id_) for name, id_ in theirs.items()}
    answers = []
    for ids in (theirs, random):
        request = operation.request(world.a, world.host.client.district_id, ids)
        answers.append(without_request_id(of_a.request(**request), *ids.values()))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


@pytest.mark.parametrize(("operation", "name"), narrowed, ids=named)
def test_a_list_narrowed_by_another_districts_id_is_as_one_narrowed_by_an_absent_id(
    operation: Operation, name: str, world: World, of_a: httpx.Client
) -> None:
    if operation.path == STREAM:
        pytest.skip("it does not end; test_stream asks it")
    theirs = world.b.ids[operation.kind(name)]
    answers = []
    for id_ in (theirs, absent(theirs)):
        request = operation.request(world.a, world.host.client.district_id)
        answers.append(without_request_id(of_a.request(**request, params={name: id_}), id_))
    assert answers[0] == answers[1]


@pytest.mark.parametrize(("operation", "kind"), referring, ids=named)
def test_a_body_that_names_another_districts_thing_is_as_one_that_names_an_absent_thing(
    operation: Operation, kind: str, world: World, of_a: httpx.Client
) -> None:
    theirs = world.b.ids[kind]
    answers = []
    for id_ in (theirs, absent(theirs)):
        request = operation.request(world.a, world.host.client.district_id)
        values = world.a.ids | {"mark": world.a.mark, "host": world.host.client.district_id, "fresh": f"{kind}-once"}
        sent = fill(BODIES[operation.label], values | {kind: id_})
        answer = of_a.request(**request | {"content": json.dumps(sent).encode()})
        answers.append(without_request_id(answer, id_))
    assert answers[0] == answers[1]
    refused = answers[0][0] >= 400 or '"refused"' in answers[0][2]
    assert refused


@pytest.mark.parametrize("operation", closed, ids=named)
def test_nobody_comes_in_without_a_token_or_with_an_old_one(operation: Operation, world: World) -> None:
    request = operation.request(world.a, world.host.client.district_id)
    past = world.issuer.token(world.a.client.district_id, *ADMINISTRATOR, "platform.manage", seconds=-600)
    forged = world.a.token[:-6] + "AAAAAA"
    with world.http() as http:
        for authorization in (None, f"Bearer {past}", f"Bearer {forged}", "Bearer", "Basic YTpi", "Bearer \u00e9"):
            headers = request["headers"] | ({"Authorization": authorization.encode()} if authorization else {})
            answer = http.request(**request | {"headers": headers})
            assert answer.status_code == 401, (authorization, answer.text)
            assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("operation", closed, ids=named)
def test_nobody_comes_in_without_the_scope_that_the_route_needs(operation: Operation, world: World) -> None:
    request = operation.request(world.a, world.host.client.district_id)
    bare = world.issuer.token(world.a.client.district_id)
    with world.http() as http:
        answer = http.request(**request | {"headers": request["headers"] | {"Authorization": f"Bearer {bare}"}})
    assert answer.status_code == 403, answer.text


def test_what_is_public_is_so_in_the_documents_and_answers_to_anybody(world: World) -> None:
    """The other way round is tested above: what is not in the list refuses those without a token."""
    unguarded = {o.label for o in operations() if not o.document.get("security")}
    assert unguarded == {o.label for o in operations() if o.public}
    with world.http() as http:
        for operation in operations():
            if operation.public:
                answer = http.request(**operation.request(world.a, world.host.client.district_id))
                assert answer.headers.get("www-authenticate", "Basic").startswith("Basic"), operation


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_another_district_is_no_page_and_nobody_sees_one_unasked(page: str, world: World) -> None:
    kinds = PAGES[page]
    with world.http() as http:
        own, leader = path_of(page, kinds, world, {}), reader_of(page, world)
        assert http.get(own).status_code == 303
        assert http.get(own, headers=signed_in(world, *READS, seconds=-600)).status_code == 303
        assert http.get(own, headers=signed_in(world)).status_code == 403
        shown = http.get(own, headers=leader, follow_redirects=page.endswith("/map"))
        assert shown.status_code == 200
        assert not [mark for mark in world.b.marks() if mark in shown.text]
        for name, kind in kinds.items():
            if kind in KNOWN_TO_PARTIES:
                continue
            theirs = world.b.ids[kind]
            answers = [
                without_request_id(http.get(path_of(page, kinds, world, {name: i}), headers=leader), i)
                for i in (theirs, absent(theirs))
            ]
            assert answers[0] == answers[1]
            assert answers[0][0] == 404


@pytest.mark.parametrize("form", FORMS)
def test_a_form_about_another_districts_thing_is_answered_as_one_about_an_absent_thing(form: str, world: World) -> None:
    kinds = FORMS[form]
    with world.http() as http:
        own, leader = path_of(form, kinds, world, {}), reader_of(form, world)
        assert http.post(own, headers={"Sec-Fetch-Site": "same-origin"}).status_code in (303, 401)
        assert http.post(own, headers=signed_in(world)).status_code == 403
        for name, kind in kinds.items():
            if kind in KNOWN_TO_PARTIES:
                continue
            theirs = world.b.ids[kind]
            answers = [
                without_request_id(
                    http.post(path_of(form, kinds, world, {name: i}), data={"etag": '"1"'}, headers=leader), i
                )
                for i in (theirs, absent(theirs))
            ]
            assert answers[0] == answers[1]
            assert answers[0][0] == 404


def test_an_account_for_another_districts_learner_opens_nothing_of_that_learner(world: World) -> None:
    theirs = world.b.ids["learner"]
    token = world.issuer.token(world.a.client.district_id, "dashboards.read", role="learner", person_id=theirs)
    with world.http() as http:
        for path in (f"/dashboards/v1/learners/{theirs}", f"{STREAM}?learner_id={theirs}"):
            answer = http.get(path, headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 404, answer.text


async def test_none_of_this_changed_anything_in_the_other_district(
    running: Platform, world: World, untouched: dict[str, str]
) -> None:
    await running.settled()
    assert await rows_of(running, world.b.client.district_id) == untouched
    assert sum(rows is not None for rows in untouched.values()) > 15, "the rows were not seen at all"


@pytest.mark.parametrize("operation", [o for o, n in with_ids if o.path_names[-1] == n], ids=named)
def test_a_district_finds_its_own_things(operation: Operation, world: World, of_a: httpx.Client) -> None:
    """Else all the 404s above might have another reason. Last in this module, for it changes things."""
    ids = {}
    if operation.method == "DELETE" and operation.path.endswith("}"):  # else it is part of another thing, which stays
        name = operation.path_names[-1]
        collection, _, _ = operation.path.rpartition("/")
        # What no single request makes, a file, is the district's own.
        for creating in (o for o in operations() if o.label == f"POST {collection}"):
            made = of_a.request(**creating.request(world.a, world.host.client.district_id))
            assert made.status_code == 201, made.text
            ids[name] = made.headers["location"].rpartition("/")[2]
    request = operation.request(world.a, world.host.client.district_id, ids)
    if operation.label in OF_PEOPLE:
        request["headers"] |= {"Authorization": f"Bearer {world.person(world.a, OF_PEOPLE[operation.label])}"}
    if request["headers"].get("if-match", "*") != "*":  # the words are to be read; others here may have changed them
        words = of_a.get(request["url"].rpartition("/")[0])
        request["headers"]["if-match"] = words.headers.get("etag", request["headers"]["if-match"])
    answer = of_a.request(**request)
    assert answer.status_code in (200, 201, 202, 204, 409), answer.text


def _sourced(world: World, kind: str) -> str:
    return f"sis%20{world.b.mark}:{world.b.mark}-{kind}"
