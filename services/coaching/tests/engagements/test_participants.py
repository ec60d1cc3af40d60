"""Members of both teams in one meeting: each is judged by what their own district attests, and no adult is alone with a
student.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from coaching.coaches.rules.quorum import QuorumProblem, quorum_problems
from coaching.coaches.rules.student_times import Span
from coaching.engagements.queries.members import find_members
from coaching.engagements.usecases.participants import Attending, find_participants
from services.coaching.tests.coaches.coaching_district import RELATIONS, CoachingDistrict, days
from services.coaching.tests.engagements.partnership import Partnership, add

MEETING = Span(datetime(2026, 9, 8, 20, tzinfo=UTC), datetime(2026, 9, 8, 21, tzinfo=UTC))
"""Two in the afternoon in Denver."""


async def problems(two: Partnership, by: CoachingDistrict, *who: str, meeting: Span = MEETING) -> list[QuorumProblem]:
    """What one of the two districts is told of a meeting of these members."""
    async with two.host.running.app.context.database.transaction(by.district) as session:
        members = await find_members(session, UUID(two.engagement), meeting.starts_at.date())
        chosen = [Attending(one) for one in members if str(one.member_id) in who]
        assert len(chosen) == len(who)
        return quorum_problems(await find_participants(session, chosen, meeting, then=by.district), meeting)


async def test_an_adult_of_each_district_makes_a_quorum_with_a_student_of_either(two: Partnership) -> None:
    one = await add(two, two.host, "coach", await two.host.staff())
    other = await add(two, two.partner, "educator", await two.partner.staff())
    student = await add(two, two.partner, "student")
    for district in (two.host, two.partner):
        assert await problems(two, district, one, other, student) == []
        assert [found.code for found in await problems(two, district, one, student)] == ["adult_alone_with_student"]


async def test_an_adult_of_whom_nothing_is_attested_does_not_count(two: Partnership) -> None:
    one = await add(two, two.host, "coach", await two.host.staff())
    guest = await add(two, two.partner, "educator")
    student = await add(two, two.host, "coach", await two.host.student())
    found = await problems(two, two.partner, one, guest, student)
    assert [each.code for each in found] == ["adult_alone_with_student"]


async def test_relations_of_the_other_districts_people_count_though_nobody_else_reads_them(two: Partnership) -> None:
    spouses = [await two.partner.staff(), await two.partner.staff()]
    adults = [await add(two, two.partner, "educator", one) for one in spouses]
    student = await add(two, two.host, "coach", await two.host.student())
    assert await problems(two, two.host, *adults, student) == []
    await two.partner.client.post(RELATIONS, json={"coach_ids": spouses, "kind": "spouse"})
    assert [found.code for found in await problems(two, two.host, *adults, student)] == ["adults_related"]


async def test_the_hours_of_the_other_districts_students_count(two: Partnership) -> None:
    adults = [await add(two, two.host, "coach", await two.host.staff()) for _ in range(2)]
    student = await add(two, two.partner, "coach", await two.partner.student())
    late = Span(MEETING.starts_at + timedelta(hours=7), MEETING.ends_at + timedelta(hours=7))
    found = await problems(two, two.host, *adults, student, meeting=late)
    assert [(one.code, one.who) for one in found] == [("outside_allowed_times", (student,))]


async def test_a_clearance_that_ends_before_the_meeting_suspends_in_it(two: Partnership) -> None:
    one = await add(two, two.host, "coach", await two.host.staff(last=3))
    other = await add(two, two.host, "coach", await two.host.staff())
    student = await add(two, two.partner, "student")
    codes = [found.code for found in await problems(two, two.partner, one, other, student)]
    assert sorted(codes) == ["adult_alone_with_student", "suspended"]


async def test_who_has_left_the_team_by_then_does_not_count(two: Partnership) -> None:
    adults = [await add(two, two.host, "coach", await two.host.staff()) for _ in range(2)]
    student = await add(two, two.partner, "student")
    async with two.host.running.app.context.database.transaction(two.host.district) as session:
        members = await find_members(session, UUID(two.engagement), MEETING.starts_at.date())
    two.host.at += days(1)
    await two.host.client.post(f"{two.path}/members/{adults[0]}/leave")
    async with two.host.running.app.context.database.transaction(two.host.district) as session:
        now_in_it = await find_members(session, UUID(two.engagement), MEETING.starts_at.date())
        assert {str(one.member_id) for one in members} - {str(one.member_id) for one in now_in_it} == {adults[0]}
    assert [found.code for found in await problems(two, two.host, adults[1], student)] == ["adult_alone_with_student"]
