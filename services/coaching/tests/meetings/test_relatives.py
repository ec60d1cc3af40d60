"""A relation of either kind puts the meetings that it breaks at risk as it is declared, until it is withdrawn."""

import asyncio
from dataclasses import dataclass

import httpx
import pytest

from services.coaching.tests.coaches.coaching_district import RELATIONS, days
from services.coaching.tests.engagements.partnership import Partnership
from services.coaching.tests.meetings.meeting_people import (
    MINE,
    STARTS,
    MeetingPeople,
    Member,
    coach,
    team_member,
)
from services.coaching.tests.meetings.test_risks import at_risk, revoke_clearance, risks


@dataclass(frozen=True)
class Couple:
    """Two adults who coach, the one for the host and the other for `district`."""

    people: MeetingPeople
    one: Member
    other: Member

    @property
    def of_one_district(self) -> bool:
        return self.other.district is self.people.two.host

    @property
    def path(self) -> str:
        return RELATIONS if self.of_one_district else f"{self.people.two.path}/relations"

    async def try_to_declare(self) -> httpx.Response:
        key, ids = "member_ids", [self.one.member_id, self.other.member_id]
        if self.of_one_district:
            key, ids = "coach_ids", [str(self.one.coach_id), str(self.other.coach_id)]
        return await self.other.district.client.post(self.path, json={key: ids, "kind": "spouse"})

    async def declare(self) -> str:
        answer = await self.try_to_declare()
        assert answer.status_code == 201, answer.text
        return str(answer.json()["relation_id"])

    async def withdraw(self, relation: str) -> None:
        answer = await self.other.district.client.post(f"{self.path}/{relation}/withdraw")
        assert answer.status_code == 200, answer.text

    async def plan(self, *besides: Member) -> str:
        return await self.people.plan(self.people.student, self.one, self.other, *besides)


@pytest.fixture(params=["coaches of one district", "members of two districts"])
async def couple(people: MeetingPeople, request: pytest.FixtureRequest) -> Couple:
    if request.param == "coaches of one district":
        return Couple(people, people.staff, people.other)
    return Couple(people, people.staff, await coach(people.two, people.two.partner))


async def test_meetings_with_both_are_at_risk_at_once_and_no_more_when_it_is_withdrawn(couple: Couple) -> None:
    people = couple.people
    meeting = await couple.plan(people.educator)
    relation = await couple.declare()
    assert await risks(people, meeting) == ["adults_related"]
    assert await people.told(meeting) == [at_risk(people, meeting, "adults_related")]
    async with people.student.client() as client:
        assert (await client.get(MINE)).json()["items"][0]["risks"] == ["adults_related"]
    await couple.withdraw(relation)
    assert await risks(people, meeting) == []
    assert await people.told(meeting) == [at_risk(people, meeting, "adults_related"), at_risk(people, meeting)]


async def test_meetings_with_one_of_them_or_with_company_stand_and_nothing_is_told(couple: Couple) -> None:
    people = couple.people
    company = await coach(people.two, people.two.partner)
    three = await couple.plan(company)
    adults = await people.plan(couple.one, couple.other, starts=STARTS + days(1))
    apart = await people.plan(people.student, couple.one, company, starts=STARTS + days(2))
    await couple.declare()
    for meeting in (three, adults, apart):
        assert await risks(people, meeting) == []
        assert await people.told(meeting) == []


async def test_a_meeting_that_is_under_way_ends_where_nobody_else_is_there(couple: Couple) -> None:
    people = couple.people
    company = await coach(people.two, people.two.partner)
    meeting = await couple.plan(company)
    await people.begin(meeting, people.student, couple.one, couple.other)
    await couple.declare()
    assert await people.state(meeting) == ("ended_early", "quorum_lost")


async def test_a_meeting_that_is_under_way_goes_on_in_company(couple: Couple) -> None:
    people = couple.people
    company = await coach(people.two, people.two.partner)
    meeting = await couple.plan(company)
    await people.begin(meeting, people.student, couple.one, couple.other, company)
    await couple.declare()
    assert await people.state(meeting) == ("under_way", None)


async def test_the_start_cancels_a_meeting_that_nobody_mended(couple: Couple) -> None:
    meeting = await couple.plan()
    await couple.declare()
    couple.people.two.host.at = STARTS
    await couple.people.run_job()
    assert await couple.people.state(meeting) == ("cancelled", "quorum_lost")


async def test_what_else_is_in_the_way_stays_when_a_relation_is_withdrawn(couple: Couple) -> None:
    people = couple.people
    meeting = await couple.plan(people.educator)
    relation = await couple.declare()
    await people.two.partner.client.post(f"{people.two.path}/members/{people.educator.member_id}/leave")
    assert await risks(people, meeting) == ["adults_related", "left"]
    await couple.withdraw(relation)
    assert await risks(people, meeting) == ["left"]


async def test_relatives_of_whom_one_is_suspended_count_as_one_adult_as_before(people: MeetingPeople) -> None:
    meeting = await people.plan()
    await revoke_clearance(people)
    before = await risks(people, meeting)
    await Couple(people, people.staff, people.other).declare()
    assert await risks(people, meeting) == before == ["adult_alone_with_student", "suspended"]


async def test_nobody_plans_with_relatives_alone(couple: Couple) -> None:
    people = couple.people
    await couple.declare()
    answer = await people.try_to_plan(people.student, couple.one, couple.other)
    assert answer.status_code == 422
    assert "related" in answer.json()["errors"][0]["detail"]


async def test_what_is_declared_while_a_meeting_is_planned_never_passes_unseen(couple: Couple) -> None:
    """Whichever of the two comes first: it is refused, or at risk."""
    people = couple.people
    planned, told = await asyncio.gather(
        people.try_to_plan(people.student, couple.one, couple.other), couple.try_to_declare()
    )
    assert told.status_code == 201
    if planned.status_code == 201:
        assert await risks(people, planned.json()["meeting_id"]) == ["adults_related"]
    else:
        assert planned.status_code == 422


@pytest.fixture
async def turned(people: MeetingPeople) -> Partnership:
    """The same two districts the other way round, in another engagement."""
    made = Partnership(people.two.partner, people.two.host, people.two.log)
    await made.open()
    return made


async def test_meetings_of_the_other_engagement_of_the_two_districts_are_at_risk_too(
    people: MeetingPeople, turned: Partnership
) -> None:
    spouse = await coach(people.two, people.two.partner)
    there = [
        await team_member(turned, one.district, "coach", one.coach_id) for one in (people.student, people.staff, spouse)
    ]
    meeting = await people.plan(*there, engagement_id=turned.engagement)
    await Couple(people, people.staff, spouse).declare()
    for district in (people.two.host, people.two.partner):
        assert (await people.seen(meeting, district))["risks"] == ["adults_related"]
