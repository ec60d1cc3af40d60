"""What holds of the routes of every collection."""

import unicodedata
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from services.rostering.tests.conftest import COLLECTIONS, V1, Office, every_collection
from shared.testing import LEARNER_ID_KEY
from shared.values.identifiers import SourcedId
from shared.values.ids import is_learner_of, new_id

EDITS: dict[str, dict[str, Any]] = {
    "organisations": {"name": "Another name"},
    "people": {"grade": "5"},
    "terms": {"title": "Winter"},
    "classes": {"title": "Room 6"},
    "enrolments": {"starts_on": "2026-09-01"},
    "guardians": {"relation": "aunt"},
}
UNACCEPTABLE: list[tuple[str, dict[str, Any], str]] = [
    ("organisations", {"kind": "planet"}, "/kind"),
    ("organisations", {"name": " "}, "/name"),
    ("organisations", {"name": "x" * 1001}, "/name"),
    ("organisations", {"parent_id": {"source": "sis", "sourced_id": "nobody"}}, "/parent_id"),
    ("people", {"given_name": "A\0"}, "/given_name"),
    ("people", {"roles": []}, "/roles"),
    ("people", {"roles": ["pupil"]}, "/roles/0"),
    ("people", {"organisation_ids": [str(new_id())]}, "/organisation_ids/0"),
    ("people", {"birth_date": "2015-01-01"}, "/birth_date"),
    ("terms", {"ends_on": "2026-08-09"}, "/ends_on"),
    ("terms", {"starts_on": "yesterday"}, "/starts_on"),
    ("classes", {"organisation_id": "sis:1"}, "/organisation_id"),
    ("classes", {"term_id": str(new_id())}, "/term_id"),
    ("enrolments", {"role": "educator"}, "/role"),
    ("enrolments", {"starts_on": "2026-09-02", "ends_on": "2026-09-01"}, "/ends_on"),
    ("enrolments", {"person_id": str(new_id())}, "/person_id"),
    ("guardians", {"guardian_id": {"source": "s:s", "sourced_id": "1"}}, "/guardian_id"),
    ("guardians", {"relation": 7}, "/relation"),
    *[(c, {"identifiers": [{"source": "\u200b", "sourced_id": "1"}]}, "/identifiers/0/source") for c in COLLECTIONS],
    *[(c, {"identifiers": [{"source": "a", "sourced_id": 256 * "x"}]}, "/identifiers/0/sourced_id")
      for c in COLLECTIONS],
    *[(c, {"active": "perhaps"}, "/active") for c in COLLECTIONS],
]  # fmt: skip


def pointers(problem: dict[str, Any]) -> list[str]:
    return [error["pointer"] for error in problem["errors"]]


@every_collection
async def test_a_thing_is_read_back_by_our_id_and_by_the_sources(office: Office, collection: str) -> None:
    body = await office.body(collection)
    own = {"source": "Other SIS", "sourced_id": "a/b:c?d"}
    body["identifiers"].append(own)

    added = await office.client.post(f"{V1}/{collection}", json=body)
    by_id = await office.client.get(added.headers["location"])
    by_source = await office.client.get(f"{V1}/{collection}/{quote('Other SIS:a/b:c?d', safe='')}")

    assert (added.status_code, by_id.status_code) == (201, 200)
    assert added.headers["etag"] == by_id.headers["etag"] == '"1"'
    assert by_id.json() == by_source.json()
    said = by_id.json()
    assert {k: said[k] for k in body if k != "identifiers"} == {k: v for k, v in body.items() if k != "identifiers"}
    assert said["identifiers"] == sorted(body["identifiers"], key=lambda i: (i["source"], i["sourced_id"]))
    assert said["active"] is True


async def test_ids_of_people_prove_their_district_and_of_nobody_else(
    office: Office, office_of_another: Callable[[], Office]
) -> None:
    from uuid import UUID

    person = UUID((await office.add("people"))["id"])
    assert is_learner_of(person, office.district, LEARNER_ID_KEY)
    assert not is_learner_of(person, office_of_another().district, LEARNER_ID_KEY)


@every_collection
async def test_another_districts_thing_is_as_absent_as_one_that_never_was(
    office: Office, office_of_another: Callable[[], Any], collection: str
) -> None:
    theirs, stranger = await office.add(collection), office_of_another()
    body, sourced_id = await stranger.body(collection), theirs["identifiers"][0]["sourced_id"]
    requests = [("GET", None), ("PUT", body)] + ([("DELETE", None)] if collection == "people" else [])
    for method, sent in requests:
        answers = []
        for address in (theirs["id"], f"sis:{sourced_id}", str(new_id()), "sis:nobody", "nonsense", "s\0:1"):
            answer = await stranger.client.request(
                method, f"{V1}/{collection}/{quote(address, safe='')}", json=sent, headers={"If-Match": "*"}
            )
            answers.append((answer.status_code, answer.json()["detail"]))
        assert len(set(answers)) == 1
        assert answers[0][0] == 404
    listed = (await stranger.client.get(f"{V1}/{collection}?source=sis&sourced_id={sourced_id}")).json()
    assert listed["items"] == []


@pytest.mark.parametrize(("collection", "field"), [
    ("people", "organisation_ids"), ("classes", "organisation_id"), ("enrolments", "person_id"),
    ("enrolments", "class_id"), ("guardians", "learner_id"), ("guardians", "guardian_id"),
])  # fmt: skip
async def test_a_reference_into_another_district_is_to_nothing(
    office: Office, office_of_another: Callable[[], Office], collection: str, field: str
) -> None:
    stranger = office_of_another()
    changes: dict[str, Any] = {}
    if collection == "people":
        changes["organisation_ids"] = [(await office.add("organisations"))["id"]]
    theirs = (await office.add(collection, **changes))[field]
    answer = await stranger.client.post(f"{V1}/{collection}", json=await stranger.body(collection) | {field: theirs})
    assert answer.status_code == 422
    assert pointers(answer.json())[0].startswith(f"/{field}")


@pytest.mark.parametrize(("collection", "change", "pointer"), UNACCEPTABLE)
async def test_what_is_not_acceptable_is_refused_at_its_place_and_leaves_no_trace(
    office: Office, collection: str, change: dict[str, Any], pointer: str
) -> None:
    body = await office.body(collection)
    before = (len(await office.told()), (await office.client.get(f"{V1}/{collection}")).json())
    answer = await office.client.post(f"{V1}/{collection}", json=body | change)
    assert answer.status_code == 422
    assert pointers(answer.json()) == [pointer]
    assert (len(await office.told()), (await office.client.get(f"{V1}/{collection}")).json()) == before


@every_collection
async def test_a_body_that_is_not_json_is_malformed(office: Office, collection: str) -> None:
    answer = await office.client.post(f"{V1}/{collection}", content="{", headers={"Content-Type": "application/json"})
    assert answer.status_code == 400


@every_collection
async def test_two_things_cannot_have_the_same_id_of_a_source(office: Office, collection: str) -> None:
    first, second = await office.add(collection), await office.add(collection)
    body = await office.body(collection) | {"identifiers": first["identifiers"]}
    assert (await office.client.post(f"{V1}/{collection}", json=body)).status_code == 409

    body = {k: v for k, v in second.items() if k not in ("id", "version")} | {"identifiers": first["identifiers"]}
    answer = await office.client.put(f"{V1}/{collection}/{second['id']}", json=body, headers={"If-Match": "*"})
    assert answer.status_code == 409
    assert first["id"] in answer.json()["errors"][0]["detail"]


@every_collection
async def test_an_edit_replaces_the_whole_and_raises_the_version(office: Office, collection: str) -> None:
    body = await office.body(collection)
    thing = await office.add(collection, body)
    address = f"{V1}/{collection}/{thing['id']}"
    edited = body | EDITS[collection] | {"identifiers": [{"source": "lms", "sourced_id": thing["id"]}], "active": False}

    answer = await office.client.put(address, json=edited, headers={"If-Match": '"1"'})

    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    assert answer.json() == (await office.client.get(address)).json()
    assert {k: answer.json()[k] for k in edited} == edited
    old = thing["identifiers"][0]["sourced_id"]
    assert (await office.client.get(f"{V1}/{collection}/sis:{old}")).status_code == 404


@every_collection
async def test_an_edit_must_say_what_it_edits_and_a_stale_one_is_refused(office: Office, collection: str) -> None:
    body = await office.body(collection)
    thing = await office.add(collection, body)
    address, edited = f"{V1}/{collection}/{thing['id']}", body | EDITS[collection]

    assert (await office.client.put(address, json=edited)).status_code == 428
    assert (await office.client.put(address, json=edited, headers={"If-Match": '"7"'})).status_code == 412
    assert (await office.client.get(address)).json() == thing
    assert (await office.client.put(address, json=edited, headers={"If-Match": '"1"'})).status_code == 200
    assert (await office.client.put(address, json=body, headers={"If-Match": '"1"'})).status_code == 412


@every_collection
async def test_an_edit_that_says_nothing_new_changes_nothing_and_tells_nobody(office: Office, collection: str) -> None:
    body = await office.body(collection)
    thing = await office.add(collection, body)
    told = len(await office.told())
    answer = await office.client.put(f"{V1}/{collection}/{thing['id']}", json=body, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.headers["etag"], answer.json()) == (200, '"1"', thing)
    assert len(await office.told()) == told


@every_collection
async def test_an_edit_that_is_not_acceptable_is_refused(office: Office, collection: str) -> None:
    thing = await office.add(collection)
    answer = await office.client.put(
        f"{V1}/{collection}/{thing['id']}", json={"active": False}, headers={"If-Match": '"1"'}
    )
    assert answer.status_code == 422


@every_collection
async def test_the_same_key_adds_a_thing_once_and_answers_the_same(office: Office, collection: str) -> None:
    body, headers = await office.body(collection), {"Idempotency-Key": f"{collection}-1"}
    first = await office.client.post(f"{V1}/{collection}", json=body, headers=headers)
    told = len(await office.told())
    again = await office.client.post(f"{V1}/{collection}", json=body, headers=headers)

    assert (again.status_code, again.content) == (201, first.content)
    assert (again.headers["location"], again.headers["etag"]) == (first.headers["location"], first.headers["etag"])
    assert again.headers["idempotency-replayed"] == "true"
    assert len(await office.told()) == told

    other = await office.client.post(f"{V1}/{collection}", json=body | EDITS[collection], headers=headers)
    assert (other.status_code, other.json()["type"].rsplit("/")[-1]) == (422, "idempotency-key-reused")


async def test_every_reference_may_be_a_sources(office: Office) -> None:
    def by_source(thing: dict[str, Any]) -> dict[str, str]:
        first: dict[str, str] = thing["identifiers"][0]
        return first

    district = await office.add("organisations", kind="district")
    school = await office.add("organisations", parent_id=by_source(district))
    term = await office.add("terms")
    klass = await office.add("classes", organisation_id=by_source(school), term_id=by_source(term))
    learner = await office.add("people", organisation_ids=[by_source(school)])
    guardian = await office.add("people", roles=["guardian"])
    enrolment = await office.add("enrolments", person_id=by_source(learner), class_id=by_source(klass))
    tie = await office.add("guardians", learner_id=by_source(learner), guardian_id=by_source(guardian))

    assert school["parent_id"] == district["id"]
    assert (klass["organisation_id"], klass["term_id"]) == (school["id"], term["id"])
    assert learner["organisation_ids"] == [school["id"]]
    assert (enrolment["person_id"], enrolment["class_id"]) == (learner["id"], klass["id"])
    assert (tie["learner_id"], tie["guardian_id"]) == (learner["id"], guardian["id"])


async def test_two_people_are_tied_as_learner_and_guardian_once(office: Office) -> None:
    body = await office.body("guardians")
    tie = await office.add("guardians", body)
    answer = await office.client.post(f"{V1}/guardians", json=body | {"identifiers": []})
    assert answer.status_code == 422
    assert tie["id"] in answer.json()["errors"][0]["detail"]


@pytest.mark.parametrize(("source", "sourced_id"), [
    ("https://lms.example.org", "u-1001"), ("a:b%3A", "c:d%/e"), ("sis-e\u0301", "\u00a0Zoe\u0308-77 "),
])  # fmt: skip
async def test_a_source_may_be_an_address_and_every_spelling_of_an_id_finds_its_thing(
    office: Office, source: str, sourced_id: str
) -> None:
    body = await office.body("people") | {"identifiers": [{"source": source, "sourced_id": sourced_id}]}
    person = await office.add("people", body)
    kept = SourcedId(**person["identifiers"][0])
    for form in ("NFC", "NFD"):
        named = quote(unicodedata.normalize(form, str(kept)), safe="")
        found = await office.client.get(f"{V1}/people/{named}")
        asked = {"source": unicodedata.normalize(form, kept.source), "sourced_id": f" {kept.sourced_id}"}
        listed = await office.client.get(f"{V1}/people", params=asked)
        assert found.json()["id"] == person["id"], found.text
        assert [one["id"] for one in listed.json()["items"]] == [person["id"]]
        again = await office.client.post(f"{V1}/people", json=body | {"identifiers": [asked]})
        assert again.status_code == 409
