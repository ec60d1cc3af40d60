"""Who is there is said by those who answer for it; two are there at least; learners count as what they are."""

from uuid import UUID

from services.coaching.tests.coaches.coaching_district import days, refused
from services.coaching.tests.meetings.meeting_people import HOUR, MEETINGS, STARTS, MeetingPeople, coach
from services.coaching.tests.meetings.test_attending import record


async def test_a_student_begins_no_meeting_by_naming_adults(people: MeetingPeople) -> None:
    meeting = await people.plan()
    people.two.host.at = STARTS
    present = [one.member_id for one in (people.student, people.staff, people.other)]
    alone = await people.act(people.student, meeting, "begin", present=present)
    assert (alone.status_code, "say" in alone.json()["detail"]) == (409, True)
    guest = [people.educator.member_id, *present]
    assert (await people.act(people.educator, meeting, "begin", present=guest)).status_code == 409
    assert await people.state(meeting) == ("planned", None)
    assert (await people.act(people.staff, meeting, "begin", present=present)).status_code == 200


async def test_a_student_records_no_meeting_by_naming_adults(people: MeetingPeople) -> None:
    meeting = await people.plan()
    people.two.host.at = STARTS + 2 * HOUR
    body = {
        "started_at": STARTS.isoformat(),
        "ended_at": (STARTS + HOUR).isoformat(),
        "present": [one.member_id for one in (people.student, people.staff, people.other)],
    }
    assert (await people.act(people.student, meeting, "record", **body)).status_code == 409
    assert (await people.act(people.staff, meeting, "record", **body)).json()["state"] == "held"


async def test_a_student_who_is_there_does_not_say_that_an_adult_came_but_that_one_went(people: MeetingPeople) -> None:
    meeting = await people.plan()
    third = await coach(people.two, people.two.partner)
    more = people.body(*people.everybody, third)["participants"]
    tag = (await people.two.host.client.get(f"{MEETINGS}/{meeting}")).headers["ETag"]
    answer = await people.two.host.client.patch(
        f"{MEETINGS}/{meeting}", json={"participants": more}, headers={"If-Match": tag}
    )
    assert answer.status_code == 200, answer.text
    await people.begin(meeting, people.staff, people.student, people.other)
    refusal = await people.presence(people.student, meeting, third, "present")
    assert (refusal.status_code, "themselves" in refusal.json()["detail"]) == (409, True)
    assert (await people.presence(third, meeting, third, "present")).status_code == 200
    assert (await people.presence(people.student, meeting, people.other, "absent")).json()["state"] == "under_way"


async def test_one_person_alone_holds_no_meeting_and_nobody_is_there_twice(people: MeetingPeople) -> None:
    meeting = await people.plan(people.staff, people.educator)
    people.two.host.at = STARTS
    staff = people.staff.member_id
    assert refused(await people.act(people.staff, meeting, "begin", present=[staff])) == ["/present"]
    twice = await people.act(people.staff, meeting, "begin", present=[staff, staff])
    assert refused(twice) == ["/present/1", "/present"]
    people.two.host.at = STARTS + 2 * HOUR
    assert refused(await record(people, meeting, people.staff)) == ["/present"]
    assert refused(await record(people, meeting, people.staff, people.educator, people.staff)) == ["/present/2"]
    people.two.host.at = STARTS + days(8)
    await people.run_job()
    assert await people.state(meeting) == ("cancelled", "no_show")


async def test_a_day_before_somebody_was_a_member_is_said_to_be_that(people: MeetingPeople) -> None:
    later = {"person_id": str(people.two.partner.person()), "role": "educator", "since": str(STARTS.date() + days(5))}
    made = (await people.two.partner.client.post(f"{people.two.path}/members", json=later)).json()
    body = people.body(people.staff)
    body["participants"] += [{"member_id": made["member_id"]}]
    answer = await people.two.host.client.post(MEETINGS, json=body)
    assert refused(answer) == ["/participants/1"]
    (error,) = answer.json()["errors"]
    assert "no member yet" in error["detail"]
    assert "left" not in error["detail"]


async def test_who_becomes_known_as_a_learner_puts_meetings_at_risk_and_ends_those_under_way(
    people: MeetingPeople,
) -> None:
    now = await people.plan(people.staff, people.educator)
    later = await people.plan(people.staff, people.educator, starts=STARTS + days(1))
    await people.begin(now, people.staff, people.educator)
    await people.two.partner.rostered(UUID(people.educator.person_id), "learner")
    assert await people.state(now) == ("ended_early", "quorum_lost")
    assert (await people.seen(later))["risks"] == ["adult_alone_with_student"]
    await people.two.partner.rostered(UUID(people.educator.person_id), "educator")
    assert not (await people.seen(later))["risks"]
