"""Lists: every entity once, in one order, narrowed by what is asked."""

import pytest

from services.rostering.tests.conftest import V1, Office, every_collection


@every_collection
async def test_pages_show_every_thing_once_in_one_order(office: Office, collection: str) -> None:
    mine = {(await office.add(collection))["id"] for _ in range(5)}
    total = len((await office.client.get(f"{V1}/{collection}?limit=500")).json()["items"])
    seen: list[str] = []
    address: str | None = f"{V1}/{collection}?limit=2"
    while address:
        answer = await office.client.get(address)
        seen += [item["id"] for item in answer.json()["items"]]
        address = answer.links["next"]["url"] if "next" in answer.links else None
    assert seen == sorted(seen)
    assert len(seen) == len(set(seen)) == total
    assert mine <= set(seen)


@every_collection
@pytest.mark.parametrize("query", [
    "after=!!", "after=WzFd", "after=WyJ4Il0", "limit=0", "limit=501", "source=sis", "sourced_id=1",
    "source=%E2%80%8B&sourced_id=1", "source=a&sourced_id=%00", "active=perhaps",
])  # fmt: skip
async def test_a_list_is_not_asked_for_in_nonsense(office: Office, collection: str, query: str) -> None:
    assert (await office.client.get(f"{V1}/{collection}?{query}")).status_code == 422


@every_collection
async def test_a_list_is_narrowed_by_source_and_by_whether_things_go_on(office: Office, collection: str) -> None:
    here, ended = await office.add(collection), await office.add(collection, active=False)
    found = [
        [item["id"] for item in (await office.client.get(f"{V1}/{collection}?{query}")).json()["items"]]
        for query in (f"source=sis&sourced_id={here['identifiers'][0]['sourced_id']}", "active=true", "active=false")
    ]
    assert found[0] == [here["id"]]
    assert here["id"] in found[1]
    assert found[2] == [ended["id"]]


async def test_lists_are_narrowed_by_what_things_belong_to(office: Office) -> None:
    district = await office.add("organisations", kind="district")
    school = await office.add("organisations", parent_id=district["id"])
    term = await office.add("terms")
    klass = await office.add("classes", organisation_id=school["id"], term_id=term["id"])
    learner = await office.add("people", organisation_ids=[school["id"]])
    educator = await office.add("people", roles=["educator"])
    guardian = await office.add("people", roles=["guardian"])
    enrolment = await office.add("enrolments", person_id=learner["id"], class_id=klass["id"])
    tie = await office.add("guardians", learner_id=learner["id"], guardian_id=guardian["id"])
    left = await office.add("people")
    await office.add("enrolments", person_id=left["id"], class_id=klass["id"], active=False)
    for query, expected in {
        "organisations?kind=district": district,
        f"organisations?parent_id={district['id']}": school,
        "people?role=educator": educator,
        f"people?class_id={klass['id']}": learner,
        f"people?organisation_id={school['id']}": learner,
        f"classes?organisation_id={school['id']}&term_id={term['id']}": klass,
        f"enrolments?person_id={learner['id']}&class_id={klass['id']}&role=learner": enrolment,
        f"guardians?learner_id={learner['id']}&guardian_id={guardian['id']}": tie,
    }.items():
        items = (await office.client.get(f"{V1}/{query}")).json()["items"]
        assert items == [expected], query
    assert (await office.client.get(f"{V1}/people?role=leader")).json()["items"] == []
