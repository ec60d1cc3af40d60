"""Names: where they may be, and how they are forgotten."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from rostering.main import service
from services.rostering.tests.conftest import Office
from shared.contracts.rostering import PersonChanged, PersonNamed
from shared.events.event import REGISTRY
from shared.testing import RunningService

V1 = "/rostering/v1"
NAMES = {"given_name": "Quetzalli", "family_name": "Nezahualcóyotl", "preferred_name": "Tlalli"}

_OUTBOX = text("select topic, key, event_type, body from outbox where district_id = :district_id order by id")


async def rows_naming(running: RunningService, district: UUID) -> set[str]:
    """Tables with a row in which one of the names stands, as text or as bytes."""
    found = set()
    async with running.worker.transaction(district) as session:
        for table in service.metadata.tables:
            for row in await session.scalars(text(f"select to_jsonb(t)::text from {table} t")):
                if any(name in row or name.encode().hex() in row for name in NAMES.values()):
                    found.add(table)
    return found


async def outbox(running: RunningService, district: UUID) -> list[Any]:
    async with running.worker.transaction(district) as session:
        return list(await session.execute(_OUTBOX, {"district_id": district}))


async def everything_about(office: Office) -> dict[str, Any]:
    """A named person who takes part in everything, added and edited, with keys, one by one and in bulk."""
    body = await office.body("people") | NAMES
    answer = await office.client.post(f"{V1}/people", json=body, headers={"Idempotency-Key": "1"})
    person: dict[str, Any] = (await office.client.get(answer.headers["location"])).json()
    edited = body | {"grade": "6", "roles": ["learner", "guardian"]}
    await office.client.put(f"{V1}/people/{person['id']}", json=edited, headers={"If-Match": '"1"'})
    await office.add("enrolments", person_id=person["id"])
    await office.add("guardians", learner_id=person["id"])
    line = edited | person["identifiers"][0] | {"grade": "7"}
    del line["identifiers"]
    assert (await office.bulk("people", line, line | {"roles": ["nobody"]}))["updated"] == 1
    return person


async def test_names_are_in_one_table_and_one_kind_of_event_and_nowhere_else(office: Office) -> None:
    await everything_about(office)
    named_in_events = [
        row.event_type
        for row in await outbox(office.running, office.district)
        if any(name.encode() in row.body for name in NAMES.values())
    ]
    assert set(named_in_events) == {PersonNamed.event_type}
    assert await rows_naming(office.running, office.district) == {"person_name", "outbox"}


async def test_no_other_event_could_hold_a_name() -> None:
    said = {name for event in REGISTRY.values() if event is not PersonNamed for name in event.model_fields}
    assert not said & set(NAMES)


async def test_the_answer_to_a_registration_leaves_the_name_out_and_reading_gives_it(office: Office) -> None:
    body = await office.body("people") | NAMES
    answer = await office.client.post(f"{V1}/people", json=body)
    assert not set(NAMES) & answer.json().keys()
    read = (await office.client.get(answer.headers["location"])).json()
    assert {field: read[field] for field in NAMES} == NAMES


async def test_a_new_name_is_told_by_itself_and_the_rest_without_it(office: Office) -> None:
    body = await office.body("people")
    person = await office.add("people", body)
    address = f"{V1}/people/{person['id']}"
    await office.running.clear_outbox()
    await office.client.put(address, json=body | NAMES, headers={"If-Match": '"1"'})
    await office.client.put(address, json=body | NAMES | {"grade": "3"}, headers={"If-Match": '"2"'})
    assert [type(p.event) for p in await office.told()] == [PersonNamed, PersonChanged]


async def test_a_forgotten_person_has_no_name_and_no_ids_of_sources_and_is_inactive(office: Office) -> None:
    person = await everything_about(office)
    sourced_id = person["identifiers"][0]["sourced_id"]
    await office.running.clear_outbox()

    assert (await office.client.delete(f"{V1}/people/sis:{sourced_id}")).status_code == 204

    left = (await office.client.get(f"{V1}/people/{person['id']}")).json()
    assert {field: left[field] for field in NAMES} == dict.fromkeys(NAMES)
    assert (left["active"], left["identifiers"]) == (False, [])
    assert (await office.client.get(f"{V1}/people/sis:{sourced_id}")).status_code == 404
    assert await rows_naming(office.running, office.district) == set()

    told = await outbox(office.running, office.district)
    assert [(row.event_type, row.body is None) for row in told] == [
        (PersonChanged.event_type, False),
        (PersonNamed.event_type, True),
    ]
    assert {row.key for row in told} == {person["id"]}
    [changed] = await office.told(PersonChanged)
    assert isinstance(changed.event, PersonChanged)
    assert (changed.event.active, changed.event.identifiers) == (False, ())


async def test_forgetting_twice_is_forgetting_once(office: Office) -> None:
    person = await office.add("people")
    await office.client.delete(f"{V1}/people/{person['id']}")
    told = await outbox(office.running, office.district)
    assert (await office.client.delete(f"{V1}/people/{person['id']}")).status_code == 204
    assert await outbox(office.running, office.district) == told


@pytest.mark.parametrize("address", ["00000000-0000-7000-8000-000000000000", "sis:nobody", "nobody"])
async def test_who_is_not_there_cannot_be_forgotten(office: Office, address: str) -> None:
    assert (await office.client.delete(f"{V1}/people/{address}")).status_code == 404


async def test_a_forgotten_person_stays_forgotten_and_may_be_registered_anew(office: Office) -> None:
    body = await office.body("people")
    person = await office.add("people", body)
    await office.client.delete(f"{V1}/people/{person['id']}")

    edit = await office.client.put(f"{V1}/people/{person['id']}", json=body, headers={"If-Match": "*"})
    assert edit.status_code == 422

    anew = await office.add("people", body)
    assert anew["id"] != person["id"]
    assert anew["identifiers"] == person["identifiers"]
