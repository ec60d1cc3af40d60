"""Nobody is in two places at a time: what is planned, going on and held takes people's time as it really is."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from coaching.handlers import calendar
from services.coaching.tests.coaches.coaching_district import ANY, CoachingDistrict, days, refused
from services.coaching.tests.engagements.partnership import Partnership
from services.coaching.tests.meetings.meeting_people import (
    HOUR,
    MEETINGS,
    STARTS,
    MeetingPeople,
    Member,
    coach,
    team_member,
)
from shared.contracts.competency import CalendarChanged
from shared.testing import Deliveries

REPORT = "/coaching/v1/coaching-report/coaches"


@pytest.fixture
async def elsewhere(people: MeetingPeople, third: CoachingDistrict) -> MeetingPeople:
    """The same student and staff of the host in an engagement with a third district."""
    two = Partnership(people.two.host, third, people.two.log)
    await two.open()
    student, staff, other = [
        await team_member(two, two.host, "coach", one.coach_id) for one in (people.student, people.staff, people.other)
    ]
    return MeetingPeople(two, student, staff, other, await team_member(two, third, "educator"))


async def record(
    people: MeetingPeople, meeting: str, *present: Member, starts: datetime = STARTS, long: float = 1
) -> httpx.Response:
    body = {
        "started_at": starts.isoformat(),
        "ended_at": (starts + long * HOUR).isoformat(),
        "present": [one.member_id for one in present],
    }
    return await people.two.host.client.post(f"{MEETINGS}/{meeting}/record", json=body, headers=ANY)


async def move(people: MeetingPeople, meeting: str, to: datetime, long: float = 1) -> httpx.Response:
    body = {"starts_at": to.isoformat(), "ends_at": (to + long * HOUR).isoformat()}
    return await people.two.host.client.post(f"{MEETINGS}/{meeting}/move", json=body, headers=ANY)


async def held(people: MeetingPeople, member: Member) -> tuple[int, str]:
    """How often and how long a coach of the host's was at meetings, as the report says."""
    answer = await people.two.host.client.get(REPORT, params={"first": "2026-09-02", "last": "2026-09-12"})
    (found,) = [one for one in answer.json()["items"] if one["coach_id"] == member.coach_id]
    return found["held"], found["held_length"]


def presence_of(shown: dict[str, Any], member: Member) -> str:
    (found,) = [one["presence"] for one in shown["participants"] if one["member_id"] == member.member_id]
    return str(found)


async def test_who_is_at_a_meeting_is_not_let_into_another_that_begins_early(
    people: MeetingPeople, elsewhere: MeetingPeople
) -> None:
    first = await people.plan(people.staff, people.educator)
    await people.begin(first, people.staff, people.educator)
    later = await elsewhere.plan(elsewhere.staff, elsewhere.educator, elsewhere.other, starts=STARTS + HOUR)
    people.two.host.at = STARTS + HOUR / 2
    present = [elsewhere.staff.member_id, elsewhere.educator.member_id]
    refusal = await elsewhere.act(elsewhere.staff, later, "begin", present=present)
    assert len(refused(refusal, 409)) == 1
    assert "another meeting" in refusal.json()["errors"][0]["detail"]
    assert await elsewhere.state(later) == ("planned", None)
    without = [elsewhere.educator.member_id, elsewhere.other.member_id]
    begun = await elsewhere.act(elsewhere.educator, later, "begin", present=without)
    assert begun.status_code == 200, begun.text
    assert len(refused(await elsewhere.presence(elsewhere.staff, later, elsewhere.staff, "present"), 409)) == 1
    await people.act(people.educator, first, "end")
    assert (await elsewhere.presence(elsewhere.staff, later, elsewhere.staff, "present")).status_code == 200


async def test_who_goes_from_one_meeting_may_come_to_the_next_and_comes_back(
    people: MeetingPeople, elsewhere: MeetingPeople
) -> None:
    first = await people.plan(people.staff, people.other, people.educator, long=2)
    later = await elsewhere.plan(elsewhere.staff, elsewhere.educator, starts=STARTS + 2 * HOUR)
    await people.begin(first, people.staff, people.other, people.educator)
    people.two.host.at = STARTS + HOUR * 1.25
    assert (await people.presence(people.staff, first, people.staff, "absent")).status_code == 200
    present = [elsewhere.staff.member_id, elsewhere.educator.member_id]
    begun = await elsewhere.act(elsewhere.staff, later, "begin", present=present)
    assert begun.status_code == 200, begun.text
    people.two.host.at = STARTS + HOUR * 1.5
    assert len(refused(await people.presence(people.other, first, people.staff, "present"), 409)) == 1
    await elsewhere.act(elsewhere.staff, later, "end")
    assert (await people.presence(people.other, first, people.staff, "present")).status_code == 200
    people.two.host.at = STARTS + 3 * HOUR
    await people.run_job()
    assert await held(people, people.staff) == (2, "PT45M"), "the hour at both is counted once"
    assert await held(people, people.other) == (1, "PT2H")


async def test_of_two_meetings_that_begin_at_once_with_the_same_people_one_does(people: MeetingPeople) -> None:
    meetings = [await people.plan(people.staff, people.other, starts=STARTS + place * HOUR) for place in range(2)]
    people.two.host.at = STARTS + HOUR / 4
    present = [people.staff.member_id, people.other.member_id]
    answers = await asyncio.gather(
        *[people.act(one, meeting, "begin", present=present)
          for one, meeting in zip((people.staff, people.other), meetings, strict=True)]
    )  # fmt: skip
    assert sorted(one.status_code for one in answers) == [200, 409]


async def test_a_meeting_that_begins_early_keeps_a_students_hours(people: MeetingPeople) -> None:
    opens = datetime.fromisoformat("2026-09-03T14:00:00+00:00")  # eight in the morning in Denver
    meeting = await people.plan(people.student, people.staff, people.other, starts=opens)
    present = [one.member_id for one in (people.staff, people.other, people.student)]
    people.two.host.at = opens - HOUR / 2
    assert len(refused(await people.act(people.staff, meeting, "begin", present=present))) == 1
    people.two.host.at = opens
    assert (await people.act(people.staff, meeting, "begin", present=present)).status_code == 200


@pytest.mark.parametrize(
    ("starts", "long", "at"), [(-1.5, 2, "/started_at"), (-4, 7, "/started_at"), (0.5, 2, "/ended_at")]
)
async def test_a_record_lies_within_an_hour_of_its_plan(
    people: MeetingPeople, starts: float, long: float, at: str
) -> None:
    meeting = await people.plan(people.staff, people.educator)
    people.two.host.at = STARTS + days(1)
    sent = record(people, meeting, people.staff, people.educator, starts=STARTS + starts * HOUR, long=long)
    refusal = await sent
    assert refused(refusal) == [at]
    assert "plan a meeting of that time" in refusal.json()["errors"][0]["detail"]


async def test_what_was_held_is_judged_by_when_it_was_held(people: MeetingPeople) -> None:
    opens = datetime.fromisoformat("2026-09-03T14:00:00+00:00")  # eight in the morning in Denver
    meeting = await people.plan(people.student, people.staff, people.other, starts=opens)
    everybody = people.student, people.staff, people.other
    people.two.host.at = STARTS + days(2)
    early = await record(people, meeting, *everybody, starts=opens - HOUR / 2)
    assert len(refused(early)) == 1
    assert "hours of the day" in early.json()["errors"][0]["detail"]
    assert "my-concerns" in early.json()["detail"]
    for day, long in ((-1, 1.5), (1, 0.5)):
        await people.plan(*everybody, starts=opens + days(day), long=long)
    full = await record(people, meeting, *everybody, starts=opens, long=1.5)
    assert refused(full) != [], "three hours a week"
    assert "more than 3 hours" in full.json()["errors"][0]["detail"]
    assert (await record(people, meeting, *everybody, starts=opens, long=0.5)).json()["state"] == "held"


async def test_no_hour_is_recorded_as_held_twice_for_the_same_person(
    people: MeetingPeople, elsewhere: MeetingPeople
) -> None:
    first = await people.plan(people.staff, people.educator)
    second = await elsewhere.plan(elsewhere.staff, elsewhere.educator, starts=STARTS + HOUR)
    third = await people.plan(people.staff, people.educator, starts=STARTS + 2 * HOUR)
    people.two.host.at = STARTS + days(1)
    half = STARTS + HOUR / 2
    early = await record(elsewhere, second, elsewhere.staff, elsewhere.educator, starts=half)
    assert len(refused(early, 409)) == 1, "the first may have been held as it was planned"
    late = await record(elsewhere, second, elsewhere.staff, elsewhere.educator, starts=half + HOUR, long=0.5)
    assert late.status_code == 200, late.text
    assert (await record(people, first, people.staff, people.educator, starts=half)).status_code == 200
    again = await record(people, third, people.staff, people.educator, starts=half + HOUR)
    assert len(refused(again, 409)) == 1, "half an hour of it they were at the second"
    assert (await record(people, third, people.staff, people.educator, starts=half + 1.5 * HOUR)).status_code == 200
    assert await held(people, people.staff) == (3, "PT2H30M")


async def test_of_two_who_record_the_same_hour_at_once_one_is_refused(
    people: MeetingPeople, elsewhere: MeetingPeople
) -> None:
    first = await people.plan(people.staff, people.educator)
    second = await elsewhere.plan(elsewhere.staff, elsewhere.educator, starts=STARTS + HOUR)
    await people.presence(people.staff, first, people.staff, "absent")
    await elsewhere.presence(elsewhere.staff, second, elsewhere.staff, "absent")
    people.two.host.at = STARTS + days(1)
    half = STARTS + HOUR / 2
    answers = await asyncio.gather(
        record(people, first, people.staff, people.educator, starts=half),
        record(elsewhere, second, elsewhere.staff, elsewhere.educator, starts=half),
    )
    assert sorted(one.status_code for one in answers) == [200, 409]


@pytest.mark.parametrize("later", [timedelta(seconds=1), HOUR / 2, -HOUR / 2])
async def test_who_cannot_come_cannot_come_a_little_later_either(people: MeetingPeople, later: timedelta) -> None:
    meeting = await people.plan(people.staff, people.other, people.educator)
    await people.presence(people.other, meeting, people.other, "absent")
    assert (await move(people, meeting, STARTS + later)).status_code == 200
    assert presence_of(await people.seen(meeting), people.other) == "absent"
    await people.plan(people.other, people.student, await coach(people.two, people.two.host))
    assert (await move(people, meeting, STARTS + days(1))).status_code == 200
    assert presence_of(await people.seen(meeting), people.other) == "expected"


async def test_who_is_needed_and_cannot_come_is_in_the_way_of_a_little_later(people: MeetingPeople) -> None:
    meeting = await people.plan(people.staff, people.other, people.student)
    await people.presence(people.other, meeting, people.other, "absent")
    assert len(refused(await move(people, meeting, STARTS + timedelta(seconds=1)))) == 1
    assert (await people.seen(meeting))["risks"] == ["adult_alone_with_student"]


async def test_who_is_named_out_and_in_again_still_cannot_come_until_they_take_it_back(people: MeetingPeople) -> None:
    meeting = await people.plan(people.staff, people.other, people.educator)
    await people.presence(people.other, meeting, people.other, "absent")
    for named in ((people.staff, people.educator), (people.staff, people.other, people.educator)):
        body = {"participants": [{"member_id": one.member_id} for one in named]}
        answer = await people.two.host.client.patch(f"{MEETINGS}/{meeting}", json=body, headers=ANY)
        assert answer.status_code == 200, answer.text
    assert presence_of(await people.seen(meeting), people.other) == "absent"
    await people.presence(people.other, meeting, people.other, "expected")
    for named in ((people.staff, people.educator), (people.staff, people.other, people.educator)):
        body = {"participants": [{"member_id": one.member_id} for one in named]}
        await people.two.host.client.patch(f"{MEETINGS}/{meeting}", json=body, headers=ANY)
    assert presence_of(await people.seen(meeting), people.other) == "expected"


async def test_what_ended_early_gives_the_rest_of_its_time_back(people: MeetingPeople) -> None:
    ended, broken = await people.plan(people.staff, people.educator, long=3), None
    await people.begin(ended, people.staff, people.educator)
    people.two.host.at += HOUR
    await people.act(people.staff, ended, "end")
    broken = await people.plan(people.staff, people.other, people.student, starts=STARTS + HOUR)
    await people.begin(broken, people.staff, people.other, people.student)
    people.two.host.at += HOUR / 4
    await people.presence(people.other, broken, people.other, "absent")
    assert await people.state(broken) == ("ended_early", "quorum_lost")
    await people.plan(people.staff, people.other, starts=STARTS + HOUR * 1.25)
    taken = await people.try_to_plan(people.staff, people.educator, starts=STARTS + HOUR)
    assert refused(taken, 409) == ["/participants/0"], "that quarter of an hour they were there"


async def test_two_plans_at_once_do_not_pass_a_students_week(people: MeetingPeople, elsewhere: MeetingPeople) -> None:
    """Three hours a week: of two times two hours in two engagements one fits."""
    answers = await asyncio.gather(*[
        each.try_to_plan(each.student, each.staff, each.other, starts=STARTS + days(day), long=2)
        for day, each in enumerate((people, elsewhere))
    ])  # fmt: skip
    assert sorted(one.status_code for one in answers) == [201, 422]


async def test_two_moves_at_once_do_not_pass_a_students_week(people: MeetingPeople, elsewhere: MeetingPeople) -> None:
    meetings = [
        await each.plan(each.student, each.staff, each.other, starts=STARTS + days(7 * week), long=2)
        for week, each in ((1, people), (2, elsewhere))
    ]
    answers = await asyncio.gather(*[
        move(each, meeting, STARTS + days(day), 2)
        for day, (each, meeting) in enumerate(zip((people, elsewhere), meetings, strict=True))
    ])  # fmt: skip
    assert sorted(one.status_code for one in answers) == [200, 422]


async def test_a_student_who_does_not_coach_is_met_within_the_usual_hours_of_their_district(
    people: MeetingPeople,
) -> None:
    partner = people.two.partner
    guest = await team_member(people.two, partner, "student")
    told = CalendarChanged(district_id=partner.district, time_zone="Asia/Tokyo", version=1, changed_at=partner.at)
    await Deliveries(calendar, partner.running.worker).send(partner.district, told)
    refusal = await people.try_to_plan(people.staff, people.other, guest)  # five in the morning in Tokyo
    assert refused(refusal) == ["/participants/2"]
    assert "between 08:00 and 20:00, Asia/Tokyo" in refusal.json()["errors"][0]["detail"]
    await people.plan(people.staff, people.other, guest, starts=STARTS + 3 * HOUR)
    await people.plan(people.staff, people.other, people.educator, starts=STARTS)
