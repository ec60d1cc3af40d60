"""Teams on both sides: who may be named, how each stands for both districts, and who leaves."""

from typing import Any

import pytest

from services.coaching.tests.coaches.coaching_district import ANY, COACHES, TODAY, CoachingDistrict, days, refused
from services.coaching.tests.engagements.partnership import Partnership, add

MINE = "/coaching/v1/my-engagements"


async def member(two: Partnership, by: CoachingDistrict, member_id: str) -> dict[str, Any]:
    answer = await by.client.get(f"{two.path}/members/{member_id}")
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def test_the_other_district_sees_a_member_but_not_who_they_are_in_rostering(two: Partnership) -> None:
    person = str(two.host.person())
    made = await two.host.client.post(f"{two.path}/members", json={"person_id": person, "role": "lead"})
    assert made.status_code == 201
    assert (await two.host.client.get(made.headers["Location"])).json() == made.json()
    theirs = await member(two, two.partner, made.json()["member_id"])
    assert theirs == made.json() | {"person_id": None}
    assert (theirs["side"], theirs["state"], theirs["since"]) == ("host", "guest", str(TODAY))


async def test_a_person_of_the_other_district_cannot_be_named(two: Partnership) -> None:
    body = {"person_id": str(two.partner.person()), "role": "lead"}
    assert refused(await two.host.client.post(f"{two.path}/members", json=body)) == ["/person_id"]


async def test_a_coach_of_the_other_district_cannot_be_named(two: Partnership) -> None:
    body = {"person_id": str(two.host.person()), "role": "coach", "coach_id": await two.partner.staff()}
    assert refused(await two.host.client.post(f"{two.path}/members", json=body)) == ["/coach_id"]


async def test_a_coach_is_the_person_who_coaches(two: Partnership) -> None:
    body = {"person_id": str(two.host.person()), "role": "coach", "coach_id": await two.host.staff()}
    assert refused(await two.host.client.post(f"{two.path}/members", json=body)) == ["/coach_id"]
    nobody = {"person_id": str(two.host.person()), "role": "coach"}
    assert refused(await two.host.client.post(f"{two.path}/members", json=nobody)) == ["/role"]


async def test_whoever_coaches_is_known_as_a_coach_though_nobody_says_it(two: Partnership) -> None:
    coach = await two.partner.staff()
    person = (await two.partner.client.get(f"{COACHES}/{coach}")).json()["person_id"]
    body = {"person_id": person, "role": "educator"}
    made = (await two.partner.client.post(f"{two.path}/members", json=body)).json()
    assert (made["coach_id"], made["state"], made["minor"]) == (coach, "active", False)


async def test_a_student_who_coaches_is_not_named_as_an_adult(two: Partnership) -> None:
    coach = await two.partner.student()
    person = (await two.partner.client.get(f"{COACHES}/{coach}")).json()["person_id"]
    body = {"person_id": person, "role": "educator"}
    assert refused(await two.partner.client.post(f"{two.path}/members", json=body)) == ["/role"]


@pytest.mark.parametrize(
    ("more", "at"),
    [({"since": "2026-08-31"}, "/since"), ({"since": "2028-01-01"}, "/since"), ({"until": "2026-08-31"}, "/until")],
)
async def test_days_that_cannot_be_are_refused(two: Partnership, more: dict[str, str], at: str) -> None:
    body = {"person_id": str(two.host.person()), "role": "lead", **more}
    assert refused(await two.host.client.post(f"{two.path}/members", json=body)) == [at]


async def test_nobody_is_in_a_team_twice_at_a_time(two: Partnership) -> None:
    person = {"person_id": str(two.host.person())}
    first = await two.host.client.post(f"{two.path}/members", json=person | {"role": "lead"})
    again = await two.host.client.post(f"{two.path}/members", json=person | {"role": "educator"})
    assert (first.status_code, again.status_code) == (201, 409)
    left = await two.host.client.post(f"{two.path}/members/{first.json()['member_id']}/leave")
    assert (left.json()["left_on"], left.json()["state"]) == (str(TODAY), "left")
    again = await two.host.client.post(f"{two.path}/members", json=person | {"role": "educator"})
    assert again.status_code == 201, "who comes back is another member"


async def test_a_member_is_had_to_leave_by_their_own_district_once(two: Partnership, third: CoachingDistrict) -> None:
    path = f"{two.path}/members/{await add(two, two.host, 'lead')}/leave"
    assert (await two.partner.client.post(path)).status_code == 403
    assert (await third.client.post(path)).status_code == 404
    assert (await two.host.client.post(path)).status_code == 200
    assert (await two.host.client.post(path)).status_code == 409


async def test_who_left_stays_on_the_list_with_the_day(two: Partnership) -> None:
    stays, leaves = await add(two, two.host, "lead"), await add(two, two.partner, "educator")
    two.host.at += days(5)
    await two.partner.client.post(f"{two.path}/members/{leaves}/leave")

    async def listed(**query: str) -> list[str]:
        found = (await two.host.client.get(f"{two.path}/members", params=query)).json()["items"]
        return [one["member_id"] for one in found]

    assert await listed() == [stays, leaves]
    assert await listed(on=str(TODAY + days(4))) == [stays, leaves]
    assert await listed(on=str(TODAY + days(5))) == [stays]


async def test_how_a_coach_stands_is_told_to_the_other_district_when_it_becomes_otherwise(two: Partnership) -> None:
    coach = await two.host.join("staff")
    one = await add(two, two.host, "coach", coach)
    assert (await member(two, two.partner, one))["state"] == "suspended"
    clearance = await two.host.attest(coach, "clearance", 50)
    for kind in ("identity", "training"):
        await two.host.attest(coach, kind, None)
    assert (await member(two, two.partner, one))["state"] == "active"
    await two.host.revoke(coach, clearance)
    assert (await member(two, two.partner, one))["state"] == "suspended"


async def test_a_clearance_that_ends_suspends_for_both_on_the_next_day_before_any_job_has_run(two: Partnership) -> None:
    one = await add(two, two.host, "coach", await two.host.staff(last=10))
    two.host.at += days(10)
    assert (await member(two, two.partner, one))["state"] == "active"
    two.host.at += days(1)
    assert (await member(two, two.partner, one))["state"] == "suspended" == (await member(two, two.host, one))["state"]


async def test_who_turns_18_counts_as_an_adult_for_the_other_district_on_that_day(two: Partnership) -> None:
    coach = await two.host.student(minority=10)
    await two.host.attest(coach, "clearance", 300)
    one = await add(two, two.host, "coach", coach)
    two.host.at += days(10)
    assert (await member(two, two.partner, one))["minor"] is True
    two.host.at += days(1)
    shown = await member(two, two.partner, one)
    assert (shown["minor"], shown["state"]) == (False, "active")


async def test_a_coach_who_leaves_leaves_every_team(two: Partnership) -> None:
    coach = await two.host.staff()
    first = await add(two, two.host, "coach", coach)
    earlier = two.engagement
    await two.open()
    second = await add(two, two.host, "coach", coach)
    await two.host.client.post(f"{COACHES}/{coach}/leave", headers=ANY)
    assert (await member(two, two.partner, second))["state"] == "left"
    two.engagement = earlier
    assert (await member(two, two.partner, first))["left_on"] == str(TODAY)


async def test_everybody_sees_the_engagements_that_they_are_in(two: Partnership) -> None:
    person = two.partner.person()
    body = {"person_id": str(person), "role": "student", "since": str(TODAY + days(1))}
    made = (await two.partner.client.post(f"{two.path}/members", json=body)).json()
    async with (
        two.partner.somebody("coaching.take-part", person=person) as them,
        two.partner.somebody("coaching.take-part") as other,
    ):
        assert (await them.get(MINE)).json()["items"] == [], "not before their first day"
        two.host.at += days(1)
        assert [one["engagement_id"] for one in (await them.get(MINE)).json()["items"]] == [two.engagement]
        assert (await other.get(MINE)).json()["items"] == []
        await two.partner.client.post(f"{two.path}/members/{made['member_id']}/leave")
        assert (await them.get(MINE)).json()["items"] == []
    assert (await two.partner.client.get(MINE)).json()["items"] == [], "a system is in no team"


async def test_nobody_joins_what_is_over(two: Partnership) -> None:
    await two.withdraw()
    body = {"person_id": str(two.host.person()), "role": "lead"}
    assert (await two.host.client.post(f"{two.path}/members", json=body)).status_code == 409


async def test_the_members_of_anothers_engagement_are_a_404(two: Partnership, third: CoachingDistrict) -> None:
    one = await add(two, two.host, "lead")
    assert (await third.client.get(f"{two.path}/members")).status_code == 404
    assert (await third.client.get(f"{two.path}/members/{one}")).status_code == 404
    body = {"person_id": str(third.person()), "role": "lead"}
    assert (await third.client.post(f"{two.path}/members", json=body)).status_code == 404
