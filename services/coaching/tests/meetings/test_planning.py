"""Meetings are planned where these people may meet then, whichever district asks, and nobody is booked twice."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.coaching.tests.coaches.coaching_district import ANY, RELATIONS, CoachingDistrict, days, details, refused
from services.coaching.tests.engagements.partnership import Partnership
from services.coaching.tests.meetings.meeting_people import (
    HOUR,
    MEETINGS,
    STARTS,
    MeetingPeople,
    coach,
    leave,
    team_member,
)


async def test_both_districts_read_the_meeting_and_neither_the_persons_of_the_other(people: MeetingPeople) -> None:
    meeting = await people.plan(place="Room 4", agenda="The first unit.")
    host, partner = await people.seen(meeting), await people.seen(meeting, people.two.partner)
    assert (host["state"], host["risks"], host["recording"]) == ("planned", [], "none")
    known = {one["member_id"]: one["person_id"] for one in host["participants"]}
    assert known[people.staff.member_id] == people.staff.person_id
    assert known[people.educator.member_id] is None
    known = {one["member_id"]: one["person_id"] for one in partner["participants"]}
    assert known[people.staff.member_id] is None
    assert known[people.educator.member_id] == people.educator.person_id
    assert {one["member_id"]: one["coach_kind"] for one in partner["participants"]} == {
        people.student.member_id: "student",
        people.staff.member_id: "staff",
        people.other.member_id: "staff",
        people.educator.member_id: None,
    }
    assert host | {"participants": []} == partner | {"participants": []}


async def test_to_a_third_district_there_is_no_meeting(people: MeetingPeople, third: CoachingDistrict) -> None:
    meeting = await people.plan()
    assert (await third.client.get(f"{MEETINGS}/{meeting}")).status_code == 404
    assert (await third.client.get(MEETINGS)).json()["items"] == []
    for act in ("move", "cancel", "record"):
        body = {
            "move": {"starts_at": STARTS.isoformat(), "ends_at": (STARTS + HOUR).isoformat()},
            "cancel": {},
            "record": {"started_at": STARTS.isoformat(), "ended_at": STARTS.isoformat(), "present": [str(uuid4())]},
        }[act]
        answer = await third.client.post(f"{MEETINGS}/{meeting}/{act}", json=body, headers=ANY)
        assert answer.status_code == 404, act
    answer = await third.client.post(MEETINGS, json=people.body())
    assert refused(answer) == ["/engagement_id"]


async def test_an_adult_is_not_alone_with_a_student_and_a_guest_watches_nobody(people: MeetingPeople) -> None:
    answer = await people.try_to_plan(people.student, people.staff, people.educator)
    assert refused(answer) == ["/participants/1"]
    assert "alone" in details(answer.json())
    assert refused(await people.try_to_plan(people.student, people.educator)) == ["/participants/0"]


async def test_the_partners_own_coach_counts_as_the_second_adult(people: MeetingPeople) -> None:
    cleared = await coach(people.two, people.two.partner)
    await people.plan(people.student, people.staff, cleared)


async def test_a_student_of_the_partners_who_is_no_coach_is_not_alone_with_one_adult(people: MeetingPeople) -> None:
    guest = await team_member(people.two, people.two.partner, "student")
    assert refused(await people.try_to_plan(people.staff, guest)) == ["/participants/0"]
    await people.plan(people.staff, people.other, guest)


async def test_a_deputy_mends_no_plan(people: MeetingPeople) -> None:
    body = people.body(people.student, people.staff)
    body["participants"].append({"member_id": people.other.member_id, "deputy": True})
    assert refused(await people.two.host.client.post(MEETINGS, json=body)) == ["/participants/1"]


async def test_two_who_are_married_are_no_two_adults(people: MeetingPeople) -> None:
    body = {"coach_ids": [people.staff.coach_id, people.other.coach_id], "kind": "spouse"}
    assert (await people.two.host.client.post(RELATIONS, json=body)).status_code == 201
    answer = await people.two.partner.client.post(MEETINGS, json=people.body())
    assert "related" in details(answer.json()), "also where the other district asks, which sees no relation"


async def test_a_clearance_counts_for_the_whole_of_its_last_day_and_not_the_next(people: MeetingPeople) -> None:
    ends = await coach(people.two, people.two.host, last=1)
    everybody = people.student, people.staff, ends
    await people.plan(*everybody, starts=STARTS)
    answer = await people.try_to_plan(*everybody, starts=STARTS + days(1))
    assert set(refused(answer)) == {"/participants/1", "/participants/2"}
    assert "suspended" in details(answer.json())


async def test_a_student_is_not_met_after_hours_without_consent_or_beyond_their_week(people: MeetingPeople) -> None:
    late = datetime(2026, 9, 3, 2, 30, tzinfo=UTC)  # half past eight in the evening in Denver
    assert "hours of the day" in details((await people.try_to_plan(starts=late)).json())
    young = await coach(people.two, people.two.host, "student", consent=3)
    await people.plan(young, people.staff, people.other)
    answer = await people.try_to_plan(young, people.staff, people.other, starts=STARTS + days(5))
    assert "suspended" in details(answer.json())
    for day in (1, 2):
        await people.plan(people.student, people.staff, people.other, starts=STARTS + days(day))
    full = await people.try_to_plan(people.student, people.staff, people.other, starts=STARTS + days(3), long=1.5)
    assert "more than 3 hours" in details(full.json()), "the week is read from the database"


async def test_nobody_is_in_two_meetings_at_a_time_in_whichever_engagement(
    people: MeetingPeople, third: CoachingDistrict
) -> None:
    meeting = await people.plan(people.staff, people.educator)
    answer = await people.try_to_plan(people.staff, people.other, starts=STARTS + HOUR / 2)
    assert refused(answer, 409) == ["/participants/0"]
    await people.plan(people.staff, people.other, starts=STARTS + HOUR)
    elsewhere = Partnership(people.two.host, third, people.two.log)
    await elsewhere.open()
    staff = await team_member(elsewhere, people.two.host, "coach", people.staff.coach_id)
    theirs = await team_member(elsewhere, third, "educator")
    body = people.body(staff, theirs) | {"engagement_id": elsewhere.engagement}
    assert refused(await third.client.post(MEETINGS, json=body), 409) == ["/participants/0"]
    await people.two.host.client.post(f"{MEETINGS}/{meeting}/cancel", json={}, headers=ANY)
    assert (await third.client.post(MEETINGS, json=body)).status_code == 201, "a cancelled meeting gives time back"


async def test_of_two_who_plan_at_once_one_is_refused(people: MeetingPeople) -> None:
    asked = [people.try_to_plan(people.staff, one) for one in (people.educator, people.other)]
    answers = await asyncio.gather(*asked, *[people.try_to_plan(people.staff, people.educator) for _ in range(3)])
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409, 409]


async def test_two_replacements_at_once_leave_one_list(people: MeetingPeople) -> None:
    meeting = await people.plan()
    tag = (await people.two.host.client.get(f"{MEETINGS}/{meeting}")).headers["ETag"]
    lists = [[people.staff, people.educator], [people.other, people.educator]]
    bodies = [{"participants": [{"member_id": one.member_id} for one in named]} for named in lists]
    answers = await asyncio.gather(
        people.two.host.client.patch(f"{MEETINGS}/{meeting}", json=bodies[0], headers={"If-Match": tag}),
        people.two.partner.client.patch(f"{MEETINGS}/{meeting}", json=bodies[1], headers={"If-Match": tag}),
    )
    assert sorted(one.status_code for one in answers) == [200, 412]
    assert len((await people.seen(meeting))["participants"]) == 2


async def test_who_left_and_who_is_no_member_is_not_named(people: MeetingPeople) -> None:
    stranger = people.body(people.staff, people.educator)
    stranger["participants"].append({"member_id": str(uuid4())})
    assert refused(await people.two.host.client.post(MEETINGS, json=stranger)) == ["/participants/2/member_id"]
    twice = people.body(people.staff, people.staff)
    assert refused(await people.two.host.client.post(MEETINGS, json=twice)) == ["/participants/1/member_id"]
    await leave(people.other)
    answer = await people.try_to_plan(people.staff, people.other)
    assert refused(answer) == ["/participants/1"]


async def test_in_an_engagement_that_is_over_nothing_is_planned(people: MeetingPeople) -> None:
    await people.two.withdraw()
    assert (await people.try_to_plan(people.staff, people.educator)).status_code == 409


async def test_the_past_is_put_down_for_seven_days(people: MeetingPeople) -> None:
    people.two.host.at += days(10)
    now = people.two.host.at
    await people.plan(people.staff, people.educator, starts=now - days(7))
    refusal = await people.try_to_plan(people.staff, people.educator, starts=now - days(7) - 2 * HOUR)
    assert refused(refusal) == ["/starts_at"]


@pytest.mark.parametrize(
    ("more", "place"),
    [({"long": 0}, "/ends_at"), ({"long": 8.5}, "/ends_at"), ({"time_zone": "Denver"}, "/time_zone"),
     ({"mode": "by_mail"}, "/mode"), ({"starts": STARTS + timedelta(days=600)}, "/starts_at"),
     ({"agenda": "\0"}, "/agenda"), ({"seats": 2}, "/seats")],
)  # fmt: skip
async def test_what_is_no_meeting_is_refused_with_its_place(
    people: MeetingPeople, more: dict[str, Any], place: str
) -> None:
    assert refused(await people.try_to_plan(people.staff, people.educator, **more)) == [place]


async def test_a_meeting_is_described_anew_and_what_is_left_out_stays(people: MeetingPeople) -> None:
    meeting = await people.plan(place="Room 4", agenda="The first unit.")
    path = f"{MEETINGS}/{meeting}"
    assert (await people.two.host.client.patch(path, json={"agenda": "x"})).status_code == 428
    answer = await people.two.partner.client.patch(path, json={"agenda": "The second."}, headers={"If-Match": '"1"'})
    assert (answer.json()["agenda"], answer.json()["place"]) == ("The second.", "Room 4")
    assert (
        await people.two.host.client.patch(path, json={"agenda": "x"}, headers={"If-Match": '"1"'})
    ).status_code == 412


async def test_a_meeting_moves_where_the_same_people_may_meet_then(people: MeetingPeople) -> None:
    meeting = await people.plan()
    await people.plan(people.other, people.educator, starts=STARTS + days(1))

    async def move(to: datetime) -> Any:
        body = {"starts_at": to.isoformat(), "ends_at": (to + HOUR).isoformat()}
        return await people.two.partner.client.post(f"{MEETINGS}/{meeting}/move", json=body, headers=ANY)

    shown = [one["member_id"] for one in (await people.seen(meeting))["participants"]]
    taken = {f"/participants/{shown.index(one.member_id)}" for one in (people.other, people.educator)}
    assert set(refused(await move(STARTS + days(1)), 409)) == taken, "it says who is in another meeting then"
    assert refused(await move(STARTS - days(3))) == ["/starts_at"]
    late = [f"/participants/{shown.index(people.student.member_id)}"]
    assert refused(await move(STARTS + 7 * HOUR)) == late, "after the student's hours"
    moved = await move(STARTS + HOUR / 2)
    assert moved.status_code == 200, "its own old time is not in its way"
    assert (await move(STARTS + days(2))).json()["starts_at"] == "2026-09-04T20:00:00Z"
    await people.plan(people.staff, people.educator, starts=STARTS)


async def test_lists_are_by_time_and_by_what_is_asked(people: MeetingPeople) -> None:
    later = await people.plan(people.staff, people.educator, starts=STARTS + days(2))
    first = await people.plan(people.staff, people.educator)

    async def listed(**query: str) -> list[str]:
        answer = await people.two.partner.client.get(MEETINGS, params=query)
        assert answer.status_code == 200, answer.text
        return [one["meeting_id"] for one in answer.json()["items"]]

    assert await listed() == [first, later]
    assert await listed(starting=(STARTS + days(1)).isoformat()) == [later]
    assert await listed(ending=(STARTS + days(1)).isoformat()) == [first]
    assert await listed(state="held") == []
    assert await listed(at_risk="true") == []
    assert await listed(engagement_id=str(uuid4())) == []
    page = (await people.two.host.client.get(MEETINGS, params={"limit": "1"})).json()
    assert [one["meeting_id"] for one in page["items"]] == [first]
    assert await listed(after=page["next"]) == [later]


async def test_a_key_that_comes_twice_plans_one_meeting(people: MeetingPeople) -> None:
    body = people.body(people.staff, people.educator)
    keyed = {"Idempotency-Key": "one"}
    first = await people.two.host.client.post(MEETINGS, json=body, headers=keyed)
    again = await people.two.host.client.post(MEETINGS, json=body, headers=keyed)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
