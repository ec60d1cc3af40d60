"""Two records of one child: an id of a source passes from one to the other, and what else there is stays."""

from typing import Any

from shared.contracts.rostering import PersonChanged

V1 = "/rostering/v1"


def sourced(sourced_id: str) -> dict[str, str]:
    return {"source": "sis", "sourced_id": sourced_id}


async def put(office: Any, collection: str, thing: dict[str, Any], **changes: Any) -> Any:
    body = {k: v for k, v in thing.items() if k not in ("id", "version", "forgotten")} | changes
    return await office.client.put(f"{V1}/{collection}/{thing['id']}", json=body, headers={"If-Match": "*"})


async def test_an_id_passes_to_another_person_once_it_is_taken_from_the_first(office: Any) -> None:
    first, second = await office.add("people", grade="5"), await office.add("people", grade="6")
    moving = second["identifiers"][0]
    both = [*first["identifiers"], moving]
    early = await put(office, "people", first, identifiers=both)
    assert early.status_code == 409
    assert second["id"] in early.json()["errors"][0]["detail"]
    assert "Take it from there first" in early.json()["errors"][0]["detail"]
    assert (await put(office, "people", second, identifiers=[])).status_code == 200
    assert (await put(office, "people", first, identifiers=both)).status_code == 200
    found = await office.client.get(f"{V1}/people/{moving['source']}:{moving['sourced_id']}")
    assert found.json()["id"] == first["id"]
    told = [p.event for p in await office.told(PersonChanged)]
    assert [(str(e.person_id), len(e.identifiers)) for e in told[-2:]] == [(second["id"], 0), (first["id"], 2)]


async def test_a_file_sent_again_means_who_has_the_id_now(office: Any) -> None:
    lines = [
        {"given_name": "Ana", "family_name": "Ruiz", "roles": ["learner"], **sourced(name)} for name in ("one", "two")
    ]
    await office.bulk("people", *lines)
    klass = await office.add("classes")
    enrolment = sourced("e2") | {"person_id": sourced("two"), "class_id": klass["id"], "role": "learner"}
    assert (await office.bulk("enrolments", enrolment))["created"] == 1
    first, second = [(await office.client.get(f"{V1}/people/sis:{name}")).json() for name in ("one", "two")]
    await put(office, "people", second, identifiers=[], active=False)
    await put(office, "people", first, identifiers=[sourced("one"), sourced("two")])

    report = (await office.bulk("people", *lines))["lines"]
    assert [line["status"] for line in report] == ["unchanged", "refused"]
    assert first["id"] in report[1]["problem"][0]["detail"]
    (refused,) = (await office.bulk("enrolments", enrolment))["lines"]
    assert refused["status"] == "refused"
    assert second["id"] in refused["problem"][0]["detail"], "whose it is"
    assert "without its ids" in refused["problem"][0]["detail"], "what to do"

    old = (await office.client.get(f"{V1}/enrolments/sis:e2")).json()
    assert old["person_id"] == second["id"], "it stays with the person it was recorded for"
    assert (await put(office, "enrolments", old, active=False, identifiers=[])).status_code == 200
    (added,) = (await office.bulk("enrolments", enrolment))["lines"]
    assert added["status"] == "created"
    new = (await office.client.get(f"{V1}/enrolments/sis:e2")).json()
    assert (new["person_id"], new["id"] != old["id"]) == (first["id"], True)


async def test_a_guardianship_stays_with_its_two_people(office: Any) -> None:
    tie, other = await office.add("guardians"), await office.add("people")
    answer = await put(office, "guardians", tie, learner_id=other["id"])
    assert answer.status_code == 422
    detail = answer.json()["errors"][0]["detail"]
    assert tie["learner_id"] in detail
    assert "add another" in detail
