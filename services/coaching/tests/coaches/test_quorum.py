"""Who may meet is asked of the service, which knows who is cleared, related, suspended, and where a student is."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.coaching.tests.coaches.coaching_district import (
    ANY,
    COACHES,
    QUORUM,
    RELATIONS,
    CoachingDistrict,
    days,
    refused,
)

STARTS = datetime(2026, 9, 1, 20, tzinfo=UTC)  # two in the afternoon in Denver


async def check(
    here: CoachingDistrict, *people: str | dict[str, Any], starts: datetime = STARTS, long: float = 1
) -> httpx.Response:
    participants = [{"coach_id": one} if isinstance(one, str) else one for one in people]
    ends = starts + timedelta(hours=long)
    body = {"starts_at": starts.isoformat(), "ends_at": ends.isoformat(), "participants": participants}
    return await here.client.post(QUORUM, json=body)


async def codes(here: CoachingDistrict, *people: str | dict[str, Any], **meeting: Any) -> list[str]:
    answer = await check(here, *people, **meeting)
    assert answer.status_code == 200, answer.text
    found = [one["code"] for one in answer.json()["problems"]]
    assert answer.json()["may_meet"] is (found == [])
    return found


async def test_an_adult_is_not_alone_with_a_student_and_who_it_is_about_is_named(here: CoachingDistrict) -> None:
    adult, other, student = await here.staff(), await here.staff(), await here.student()
    refusal = (await check(here, student, adult)).json()
    assert refusal["may_meet"] is False
    [problem] = refusal["problems"]
    assert problem["code"] == "adult_alone_with_student"
    assert problem["pointers"] == ["/participants/1", "/participants/0"]
    assert await codes(here, student, adult, other) == []
    assert await codes(here, student, adult, {"guest": "student"}) == []
    assert await codes(here, student, adult, {"guest": "adult"}) == ["adult_alone_with_student"]
    assert await codes(here, student, {"guest": "adult"}) == ["no_cleared_adult"]


async def test_a_declared_relation_counts_until_it_is_withdrawn(here: CoachingDistrict) -> None:
    adult, spouse, student = await here.staff(), await here.staff(), await here.student()
    body = {"coach_ids": [spouse, adult], "kind": "spouse"}
    made = await here.client.post(RELATIONS, json=body)
    assert (made.status_code, set(made.json()["coach_ids"])) == (201, {adult, spouse})
    deputy = {"coach_id": spouse, "deputy": True, "presence": "present"}
    assert await codes(here, student, adult, deputy) == ["adults_related"]
    assert (await here.client.post(RELATIONS, json=body)).status_code == 409
    listed = (await here.client.get(RELATIONS, params={"coach_id": adult})).json()["items"]
    assert listed == [made.json()]
    assert (await here.client.get(RELATIONS, params={"coach_id": student})).json()["items"] == []
    path = f"{RELATIONS}/{made.json()['relation_id']}/withdraw"
    assert (await here.client.post(path)).json()["withdrawn_at"] is not None
    assert (await here.client.post(path)).status_code == 409
    assert await codes(here, student, adult, deputy) == []
    assert (await here.client.post(RELATIONS, json=body)).status_code == 201, "it can be declared anew"
    assert len((await here.client.get(RELATIONS)).json()["items"]) == 2, "nothing is forgotten"


async def test_who_left_and_coaches_again_is_related_as_before(here: CoachingDistrict) -> None:
    adult, spouse, student = await here.staff(), await here.staff(), await here.student()
    await here.client.post(RELATIONS, json={"coach_ids": [spouse, adult], "kind": "spouse"})
    person = (await here.client.get(f"{COACHES}/{spouse}")).json()["person_id"]
    await here.client.post(f"{COACHES}/{spouse}/leave", headers=ANY)
    again = await here.staff(person_id=person)
    assert again != spouse
    assert await codes(here, student, adult, again) == ["adults_related"]


async def test_a_relation_is_between_two_coaches_of_the_district(
    here: CoachingDistrict, elsewhere: CoachingDistrict
) -> None:
    coach, theirs = await here.join(), await elsewhere.join()
    for other, place in ((theirs, 1), (str(uuid4()), 1), (coach, 1)):
        answer = await here.client.post(RELATIONS, json={"coach_ids": [coach, other], "kind": "household"})
        assert refused(answer) == [f"/coach_ids/{place}"]
    body = {"coach_ids": [theirs, await elsewhere.join()], "kind": "sibling"}
    made = (await elsewhere.client.post(RELATIONS, json=body)).json()["relation_id"]
    for relation in (made, str(uuid4())):
        assert (await here.client.post(f"{RELATIONS}/{relation}/withdraw")).status_code == 404


async def test_who_is_suspended_or_has_left_counts_as_nobody(here: CoachingDistrict) -> None:
    adult, other, student = await here.staff(), await here.staff(last=2), await here.student()
    late = STARTS + days(3)
    assert await codes(here, student, adult, other, starts=late) == ["adult_alone_with_student", "suspended"]
    await here.client.post(f"{COACHES}/{adult}/leave", headers=ANY)
    assert await codes(here, student, adult, other) == ["adult_alone_with_student", "left"]


async def test_a_clearance_that_ends_within_a_meeting_is_none(here: CoachingDistrict) -> None:
    """Days are the district's, which is UTC's: the last day of the clearance is over within the meeting."""
    adult, other = await here.staff(), await here.staff(last=0)
    assert await codes(here, adult, other, starts=STARTS + timedelta(hours=3)) == []
    assert await codes(here, adult, other, starts=STARTS + timedelta(hours=3), long=2) == ["suspended"]


async def test_a_student_who_is_18_is_an_adult(here: CoachingDistrict) -> None:
    grown, student = await here.student(minority=5), await here.student()
    await here.attest(grown, "clearance")
    adult = await here.staff()
    assert await codes(here, grown, student, starts=STARTS) == ["no_cleared_adult"]
    assert await codes(here, grown, student, starts=STARTS + days(6)) == ["adult_alone_with_student"]
    assert await codes(here, grown, student, adult, starts=STARTS + days(6)) == []


async def test_a_students_hours_are_those_of_the_students_clock(here: CoachingDistrict) -> None:
    allowed = {"starts": "08:00", "ends": "15:00"}
    denver = await here.student(allowed_times=allowed)
    phoenix = await here.student(time_zone="America/Phoenix", allowed_times=allowed)
    adult = await here.staff()
    assert await codes(here, denver, phoenix, adult) == [], "an hour earlier in Phoenix in summer"
    later = STARTS + timedelta(minutes=30)
    found = (await check(here, denver, phoenix, adult, starts=later)).json()["problems"]
    assert [(one["code"], one["pointers"]) for one in found] == [("outside_allowed_times", ["/participants/0"])]
    assert "America/Denver" in found[0]["detail"]


async def test_a_students_week_has_so_many_hours(here: CoachingDistrict) -> None:
    student, adult, other = await here.student(weekly_capacity=2), await here.staff(), await here.staff()
    spans = [
        {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(minutes=45)).isoformat()}
        for begins in (STARTS + days(1), STARTS + days(2))
    ]
    assert await codes(here, adult, other, {"coach_id": student, "other_meetings": spans[:1]}) == []
    assert await codes(here, adult, other, {"coach_id": student, "other_meetings": spans}) == [
        "weekly_capacity_exceeded"
    ]


@pytest.mark.parametrize(
    ("people", "place"),
    [([{}], "/participants/0"), ([{"guest": "ghost"}], "/participants/0/guest"), ([], "/participants"),
     ([{"coach_id": str(uuid4())}], "/participants/0/coach_id"),
     ([{"coach_id": str(uuid4()), "guest": "adult"}], "/participants/0"),
     ([{"guest": "adult", "presence": "late"}], "/participants/0/presence"),
     ([{"guest": "adult", "other_meetings": [{"starts_at": "2026-09-01T10:00:00Z", "ends_at": "2026-09-01T10:00:00Z"}]
        }], "/participants/0/other_meetings/0/ends_at")],
)  # fmt: skip
async def test_what_is_no_meeting_is_refused_with_its_place(
    here: CoachingDistrict, people: list[dict[str, Any]], place: str
) -> None:
    assert refused(await check(here, *people)) == [place]


async def test_a_meeting_ends_after_it_starts_and_within_a_day(
    here: CoachingDistrict, elsewhere: CoachingDistrict
) -> None:
    for long in (0, -1, 24.1):
        assert refused(await check(here, {"guest": "adult"}, long=long)) == ["/ends_at"]
    assert await codes(here, {"guest": "adult"}, long=24) == []
    assert refused(await check(here, await elsewhere.staff())) == ["/participants/0/coach_id"]
    coach = await here.staff()
    assert refused(await check(here, coach, coach)) == ["/participants/1/coach_id"]
