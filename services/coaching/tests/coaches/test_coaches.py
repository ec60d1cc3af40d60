"""Coaches join, are listed, change what they offer and leave."""

from typing import Any
from uuid import uuid4

import pytest

from services.coaching.tests.coaches.coaching_district import (
    ANY,
    COACHES,
    TODAY,
    CoachingDistrict,
    days,
    offer,
    refused,
)
from shared.contracts.coaching import CoachJoined, CoachLeft, CoachSuspended

SKILL = {"kind": "question", "instrument_id": str(uuid4()), "key": "board.vote", "level": 2}
ITEM = {"kind": "item", "item_id": str(uuid4()), "level": 4}
WINDOW = {"weekday": "friday", "starts": "09:00", "ends": "10:30"}


async def test_who_joins_is_suspended_until_what_is_demanded_is_attested(here: CoachingDistrict) -> None:
    person = here.person()
    made = await here.client.post(
        COACHES, json=offer("student", person, skills=[SKILL, ITEM], availability=[WINDOW], languages=["es-MX", "en"])
    )
    assert made.status_code == 201
    body = made.json()
    assert body["standing"] == {
        "state": "suspended",
        "reasons": ["age_band_missing", "identity_missing", "training_missing"],
        "on": str(TODAY),
        "until": None,
    }
    assert (body["skills"], body["availability"], body["person_id"]) == ([SKILL, ITEM], [WINDOW], str(person))
    assert body["allowed_times"] == {"starts": "08:00", "ends": "20:00"}, "a student has the usual hours of the day"
    shown = await here.client.get(made.headers["Location"])
    assert (shown.json(), shown.headers["ETag"]) == (body, made.headers["ETag"])
    joined, suspended = await here.told(body["coach_id"])
    assert joined == CoachJoined(coach_id=body["coach_id"], kind="student", person_id=person, joined_on=TODAY)
    assert isinstance(suspended, CoachSuspended)
    assert list(suspended.reasons) == body["standing"]["reasons"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"kind": "parent"}, "/kind"), ({"person_id": str(uuid4())}, "/person_id"), ({"languages": []}, "/languages"),
     ({"languages": ["english please"]}, "/languages/0"), ({"time_zone": "Mars/Olympus"}, "/time_zone"),
     ({"weekly_capacity": 7}, "/weekly_capacity"), ({"weekly_capacity": "3"}, "/weekly_capacity"),
     ({"availability": [{**WINDOW, "starts": "24:00"}]}, "/availability/0/starts"),
     ({"availability": [{**WINDOW, "ends": "09:00"}]}, "/availability/0/ends"),
     ({"availability": [WINDOW, WINDOW]}, "/availability/1"), ({"availability": [{**WINDOW, "ends": "20:01"}]},
     "/availability/0"), ({"allowed_times": {"starts": "05:00", "ends": "10:00"}}, "/allowed_times"),
     ({"skills": [{**SKILL, "level": 5}]}, "/skills/0/question/level"),
     ({"skills": [{"kind": "item", "key": "a", "level": 1}]}, "/skills/0/item/item_id"), ({"name": "Ana"}, "/name")],
)  # fmt: skip
async def test_what_makes_nobody_a_coach_is_refused_with_its_place(
    here: CoachingDistrict, change: dict[str, Any], pointer: str
) -> None:
    answer = await here.client.post(COACHES, json=offer("student", here.person()) | change)
    assert pointer in refused(answer)
    assert (await here.client.get(COACHES)).json()["items"] == []
    assert await here.told() == []


async def test_a_person_of_another_district_is_no_coach(here: CoachingDistrict, elsewhere: CoachingDistrict) -> None:
    theirs = elsewhere.person()
    assert refused(await here.client.post(COACHES, json=offer("staff", theirs))) == ["/person_id"]
    assert (await elsewhere.client.post(COACHES, json=offer("staff", theirs))).status_code == 201


async def test_nobody_is_a_coach_twice_at_a_time_but_may_come_back_as_another(here: CoachingDistrict) -> None:
    body = offer("staff", here.person())
    first = (await here.client.post(COACHES, json=body)).json()["coach_id"]
    assert (await here.client.post(COACHES, json=body)).status_code == 409
    assert (await here.client.post(f"{COACHES}/{first}/leave", headers=ANY)).json()["standing"]["state"] == "left"
    again = await here.client.post(COACHES, json=body)
    assert (again.status_code, again.json()["coach_id"] == first) == (201, False)


async def test_joining_twice_with_one_key_joins_once(here: CoachingDistrict) -> None:
    body, key = offer("staff", here.person()), {"Idempotency-Key": "join-1"}
    first, second = [await here.client.post(COACHES, json=body, headers=key) for _ in range(2)]
    assert (first.status_code, second.status_code, second.json()) == (201, 201, first.json())


async def test_coaches_are_listed_page_by_page_by_kind_and_by_how_they_stand_today(here: CoachingDistrict) -> None:
    active = [await here.staff(last=5) for _ in range(2)]
    suspended = [await here.join() for _ in range(3)]
    student = await here.student()
    left = await here.join()
    await here.client.post(f"{COACHES}/{left}/leave", headers=ANY)

    async def listed(**query: Any) -> list[str]:
        found: list[str] = []
        while True:
            answer = await here.client.get(COACHES, params={"limit": 2, **query})
            body = answer.json()
            found += [one["coach_id"] for one in body["items"]]
            if body["next"] is None:
                return found
            query["after"] = body["next"]

    assert await listed() == [*active, *suspended, student, left]
    assert await listed(kind="student") == [student]
    assert await listed(standing="active") == [*active, student]
    assert await listed(standing="suspended", kind="staff") == suspended
    assert await listed(standing="left") == [left]
    here.at += days(6)
    assert await listed(standing="active") == [student], "whatever was told: it is a rule, not a flag"
    assert refused(await here.client.get(COACHES, params={"standing": "asleep"})) == ["/standing"]


async def test_what_a_coach_offers_is_edited_by_etag_and_what_is_left_out_stays(here: CoachingDistrict) -> None:
    path = f"{COACHES}/{await here.student(availability=[WINDOW])}"
    read = await here.client.get(path)
    tag = {"If-Match": read.headers["ETag"]}
    assert (await here.client.patch(path, json={"weekly_capacity": 2})).status_code == 428
    changed = await here.client.patch(path, json={"weekly_capacity": 2, "skills": [ITEM]}, headers=tag)
    assert changed.json() == read.json() | {"weekly_capacity": 2, "skills": [ITEM]}
    assert (await here.client.patch(path, json={"weekly_capacity": 1}, headers=tag)).status_code == 412
    narrower = {"allowed_times": {"starts": "10:00", "ends": "18:00"}}
    assert refused(await here.client.patch(path, json=narrower, headers=ANY)) == ["/availability/0"]
    assert (await here.client.patch(path, json=narrower | {"availability": []}, headers=ANY)).status_code == 200
    assert refused(await here.client.patch(path, json={"kind": "staff"}, headers=ANY)) == ["/kind"]


async def test_who_left_stays_on_record_and_nothing_of_them_changes(here: CoachingDistrict) -> None:
    coach = await here.staff()
    path = f"{COACHES}/{coach}"
    assert (await here.client.post(f"{path}/leave")).status_code == 428
    left = await here.client.post(f"{path}/leave", headers=ANY)
    assert (left.status_code, left.json()["left_on"], left.json()["standing"]["state"]) == (200, str(TODAY), "left")
    assert (await here.told(coach))[-1] == CoachLeft(coach_id=left.json()["coach_id"], left_on=TODAY)
    assert (await here.client.get(path)).json() == left.json()
    for answer in (
        await here.client.patch(path, json={"weekly_capacity": 1}, headers=ANY),
        await here.client.post(f"{path}/leave", headers=ANY),
        await here.try_to_attest(coach, "clearance"),
    ):
        assert answer.status_code == 409, answer.text
    assert (await here.client.delete(path)).status_code == 405


async def test_another_districts_coach_is_an_absent_one(here: CoachingDistrict, elsewhere: CoachingDistrict) -> None:
    theirs = await elsewhere.join()
    for coach in (theirs, str(uuid4())):
        path = f"{COACHES}/{coach}"
        for answer in (
            await here.client.get(path),
            await here.client.patch(path, json={"weekly_capacity": 1}, headers=ANY),
            await here.client.post(f"{path}/leave", headers=ANY),
            await here.client.get(f"{path}/standing"),
            await here.client.get(f"{path}/attestations"),
            await here.try_to_attest(coach, "identity"),
        ):
            assert answer.status_code == 404, answer.text
    assert (await here.client.get(COACHES)).json()["items"] == []


async def test_reading_and_writing_need_their_scopes(here: CoachingDistrict) -> None:
    async with here.running.client(here.district, "coaching.read", "coaching.take-part") as reader:
        assert (await reader.get(COACHES)).status_code == 200
        assert (await reader.post(COACHES, json=offer("staff", here.person()))).status_code == 403
    async with here.running.client(here.district, "coaching.take-part") as anybody:
        assert (await anybody.get(COACHES)).status_code == 403
