"""A meeting begins when those who are there may be together, and ends when they may not be any more."""

from datetime import datetime
from typing import Any

from services.coaching.tests.coaches.coaching_district import ANY, CoachingDistrict, days, refused
from services.coaching.tests.meetings.meeting_people import (
    HOUR,
    MEETINGS,
    MINE,
    STARTS,
    MeetingPeople,
    coach,
    team_member,
)
from shared.contracts.coaching import MeetingCancelled, MeetingHeld


async def test_a_meeting_begins_goes_on_and_was_held(people: MeetingPeople) -> None:
    meeting = await people.plan(time_zone="America/Denver")
    assert (await people.begin(meeting, *people.everybody)).json()["state"] == "under_way"
    people.two.host.at += HOUR / 2
    assert (await people.presence(people.staff, meeting, people.educator, "absent")).json()["state"] == "under_way"
    answer = await people.act(people.student, meeting, "end")
    assert (answer.json()["state"], answer.json()["ended_at"]) == ("held", "2026-09-02T20:30:00Z")
    held = MeetingHeld(
        meeting_id=meeting,
        engagement_id=people.two.engagement,
        host_id=people.two.host.district,
        partner_id=people.two.partner.district,
        coach_ids=tuple(sorted(one.coach_id for one in people.everybody if one.coach_id)),
        students=1,
        adults=2,
        started_at=STARTS,
        ended_at=STARTS + HOUR / 2,
        held_on=STARTS.date(),
    )
    assert await people.told(meeting) == [held]
    assert (await people.two.seen())["first_contact_on"] == str(STARTS.date())


async def test_who_is_merely_expected_is_not_there(people: MeetingPeople) -> None:
    meeting = await people.plan()
    answer = await people.begin(meeting, people.staff, people.student, people.educator)
    assert answer.status_code == 409
    assert "alone" in answer.json()["errors"][0]["detail"]
    assert "my-concerns" in answer.json()["detail"]
    assert (await people.begin(meeting, people.staff, people.student, people.other)).status_code == 200


async def test_a_student_who_comes_later_is_let_in_when_two_adults_are_there(people: MeetingPeople) -> None:
    meeting = await people.plan()
    await people.begin(meeting, people.staff, people.educator)
    refusal = await people.presence(people.staff, meeting, people.student, "present")
    assert refusal.status_code == 409
    assert await people.state(meeting) == ("under_way", None)
    assert (await people.presence(people.other, meeting, people.other, "present")).status_code == 200
    assert (await people.presence(people.staff, meeting, people.student, "present")).status_code == 200


async def test_a_meeting_that_loses_its_quorum_ends_at_once_and_says_so(people: MeetingPeople) -> None:
    meeting = await people.plan()
    await people.begin(meeting, *people.everybody)
    people.two.host.at += HOUR / 4
    answer = await people.presence(people.other, meeting, people.other, "absent")
    assert (answer.json()["state"], answer.json()["because"]) == ("ended_early", "quorum_lost")
    cancelled = MeetingCancelled(
        meeting_id=meeting,
        engagement_id=people.two.engagement,
        host_id=people.two.host.district,
        partner_id=people.two.partner.district,
        because="quorum_lost",
        cancelled_on=STARTS.date(),
    )
    assert await people.told(meeting) == [cancelled]
    again = await people.presence(people.staff, meeting, people.staff, "absent")
    assert (again.status_code, "plan another" in again.json()["detail"]) == (409, True)


async def test_a_deputy_who_has_come_keeps_it_going_unless_they_are_the_others_spouse(people: MeetingPeople) -> None:
    deputy, spouse = await coach(people.two, people.two.partner), await coach(people.two, people.two.host)
    related = {"coach_ids": [people.staff.coach_id, spouse.coach_id], "kind": "spouse"}
    await people.two.host.client.post("/coaching/v1/relations", json=related)
    body = people.body(people.student, people.staff, people.other)
    body["participants"] += [{"member_id": one.member_id, "deputy": True} for one in (deputy, spouse)]
    meeting = (await people.two.host.client.post(MEETINGS, json=body)).json()["meeting_id"]
    await people.begin(meeting, people.student, people.staff, people.other)
    for one in (deputy, spouse):
        assert (await people.presence(one, meeting, one, "present")).json()["state"] == "under_way"
    assert (await people.presence(people.other, meeting, people.other, "absent")).json()["state"] == "under_way"
    assert (await people.presence(deputy, meeting, deputy, "absent")).json()["state"] == "ended_early"


async def test_when_all_have_gone_it_is_over(people: MeetingPeople) -> None:
    meeting = await people.plan(people.staff, people.educator)
    await people.begin(meeting, people.staff, people.educator)
    await people.presence(people.educator, meeting, people.educator, "absent")
    assert (await people.presence(people.staff, meeting, people.staff, "absent")).json()["state"] == "ended_early"


async def test_what_nobody_ends_was_held_until_its_planned_end(people: MeetingPeople) -> None:
    meeting = await people.plan()
    await people.begin(meeting, *people.everybody)
    people.two.host.at += HOUR - HOUR / 60
    await people.run_job()
    assert await people.state(meeting) == ("under_way", None)
    people.two.host.at += HOUR
    await people.run_job()
    shown = await people.seen(meeting)
    assert (shown["state"], shown["ended_at"]) == ("held", "2026-09-02T21:00:00Z")
    await people.run_job()
    assert len(await people.told(meeting)) == 1


async def test_a_meeting_begins_near_its_time_and_by_whoever_is_there(people: MeetingPeople) -> None:
    meeting = await people.plan(people.staff, people.educator)
    present = [people.staff.member_id, people.educator.member_id]
    early = await people.act(people.staff, meeting, "begin", present=present)
    assert (early.status_code, "an hour before" in early.json()["detail"]) == (409, True)
    people.two.host.at = STARTS - HOUR / 2
    assert refused(await people.act(people.staff, meeting, "begin", present=present[1:])) == ["/present"]
    stranger = [*present, people.other.member_id]
    assert refused(await people.act(people.staff, meeting, "begin", present=stranger)) == ["/present/2"]
    assert (await people.act(people.other, meeting, "begin", present=present)).status_code == 404
    assert (await people.act(people.staff, meeting, "begin", present=present)).status_code == 200
    assert (await people.act(people.staff, meeting, "begin", present=present)).status_code == 409
    assert (await people.act(people.staff, meeting, "cancel")).status_code == 409
    late = await people.plan(people.student, people.other, people.staff, starts=STARTS + days(1))
    people.two.host.at = STARTS + days(1) + HOUR
    answer = await people.act(people.staff, late, "begin", present=[people.staff.member_id])
    assert "record it" in answer.json()["detail"]


async def test_whoever_is_not_there_does_not_say_who_is(people: MeetingPeople) -> None:
    meeting = await people.plan()
    await people.begin(meeting, people.staff, people.educator)
    assert (await people.presence(people.other, meeting, people.educator, "absent")).status_code == 409
    assert refused(await people.presence(people.staff, meeting, people.staff, "expected")) == ["/presence"]
    stranger = await team_member(people.two, people.two.partner, "educator")
    assert refused(await people.presence(people.staff, meeting, stranger, "present")) == ["/member_id"]


async def record(people: MeetingPeople, meeting: str, *present: Any, starts: datetime = STARTS) -> Any:
    body = {
        "started_at": starts.isoformat(),
        "ended_at": (starts + HOUR / 2).isoformat(),
        "present": [one.member_id for one in present],
    }
    return await people.two.partner.client.post(f"{MEETINGS}/{meeting}/record", json=body, headers=ANY)


async def test_what_was_held_is_recorded_within_seven_days(people: MeetingPeople) -> None:
    meeting = await people.plan()
    assert refused(await record(people, meeting, people.staff, people.educator)) == ["/ended_at"]
    people.two.host.at = STARTS + days(7)
    await people.run_job()
    assert (await record(people, meeting, people.student, people.staff)).status_code == 409, "an adult was alone"
    assert refused(await record(people, meeting, people.staff, starts=STARTS + days(1))) == ["/started_at"]
    answer = await record(people, meeting, people.student, people.staff, people.other)
    assert (answer.json()["state"], answer.json()["ended_at"]) == ("held", "2026-09-02T20:30:00Z")
    there = {one["member_id"]: one["presence"] for one in answer.json()["participants"]}
    assert there == {
        people.student.member_id: "present",
        people.staff.member_id: "present",
        people.other.member_id: "present",
        people.educator.member_id: "absent",
    }


async def test_what_nobody_recorded_was_not_held(people: MeetingPeople) -> None:
    meeting, own = await people.plan(people.staff, people.educator), await people.plan(people.other, people.student,
        third := await coach(people.two, people.two.host))  # fmt: skip
    body = {
        "started_at": STARTS.isoformat(),
        "ended_at": (STARTS + HOUR).isoformat(),
        "present": [people.other.member_id, third.member_id],
    }
    people.two.host.at = STARTS + days(7)
    assert (await people.act(people.other, own, "record", **body)).json()["state"] == "held"
    people.two.host.at = STARTS + days(7) + 2 * HOUR
    late = await record(people, meeting, people.staff, people.educator)
    assert refused(late) == ["/ended_at"]
    await people.run_job()
    assert await people.state(meeting) == ("cancelled", "no_show")
    assert (await record(people, meeting, people.staff, people.educator)).status_code == 409


async def test_an_adult_who_is_to_be_there_cancels_and_everybody_is_told(people: MeetingPeople) -> None:
    meeting = await people.plan()
    refusal = await people.act(people.student, meeting, "cancel")
    assert (refusal.status_code, "cannot come" in refusal.json()["detail"]) == (409, True)
    assert (await people.act(people.educator, meeting, "cancel")).json()["state"] == "cancelled"
    (told,) = await people.told(meeting)
    assert isinstance(told, MeetingCancelled)
    assert told.because == "asked_for"
    for one in people.everybody:
        async with one.client() as client:
            (mine,) = (await client.get(MINE)).json()["items"]
        assert (mine["meeting_id"], mine["state"]) == (meeting, "cancelled")


async def test_that_nobody_came_is_said_after_the_start(people: MeetingPeople) -> None:
    meeting = await people.plan(people.staff, people.educator)
    path, body = f"{MEETINGS}/{meeting}/cancel", {"because": "no_show"}
    assert refused(await people.two.host.client.post(path, json=body, headers=ANY)) == ["/because"]
    people.two.host.at = STARTS + HOUR / 4
    assert (await people.two.host.client.post(path, json=body, headers=ANY)).json()["because"] == "no_show"


async def test_everybody_sees_their_own_week(people: MeetingPeople, third: CoachingDistrict) -> None:
    first = await people.plan()
    later = await people.plan(people.staff, people.educator, starts=STARTS + days(6))
    async with people.staff.client() as client:
        listed = (await client.get(MINE)).json()["items"]
        assert [one["meeting_id"] for one in listed] == [first]
        listed = (await client.get(MINE, params={"first": "2026-09-03", "last": "2026-09-08"})).json()["items"]
        assert [one["meeting_id"] for one in listed] == [later]
        assert refused(await client.get(MINE, params={"first": "2026-09-03", "last": "2026-09-01"})) == ["/last"]
        assert (await client.get(f"{MINE}/{first}")).status_code == 200
    async with people.student.client() as client:
        assert (await client.get(f"{MINE}/{later}")).status_code == 404
    async with third.somebody("coaching.take-part") as client:
        assert (await client.get(f"{MINE}/{first}")).status_code == 404
    assert (await people.two.host.client.get(MINE)).status_code == 404, "a system is at no meeting"
