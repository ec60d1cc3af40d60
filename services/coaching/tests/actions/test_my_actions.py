"""What somebody sees to, coaches for or agreed on is theirs to read, and nobody else's by the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.coaching.tests.actions.acting import ACTIONS, Acting
from services.coaching.tests.coaches.coaching_district import COACHES, SCOPES, TODAY, CoachingDistrict, days, refused
from services.coaching.tests.matching.plans import MATCHES
from services.coaching.tests.meetings.meeting_people import MeetingPeople, Member, coach, team_member
from shared.contracts.coaching import ActionAgreed, ActionNamedResourceUsed

MINE = "/coaching/v1/my-actions"
ROLES = ("leader", "educator", "operator", "learner", "family")
USED = {"on": str(TODAY)}


@dataclass
class Own:
    """The two, who meet, and whoever coaches the gap without being in a team."""

    acting: Acting
    people: MeetingPeople
    coach: Member
    match: str

    async def meet(self, *present: Member) -> str:
        """A meeting of all four that is held by some of them; its id."""
        meeting = await self.people.plan()
        begun = await self.people.begin(meeting, *present)
        assert begun.status_code == 200, begun.text
        ended = await self.people.act(present[0], meeting, "end")
        assert ended.status_code == 200, ended.text
        return meeting

    async def other_gap(self) -> str:
        """Another gap of the partner's, which nobody coaches."""
        gap = await self.acting.plans.find_gap()
        answer = await self.acting.plans.bring(gap)
        assert answer.status_code == 201, answer.text
        return str(gap)


@pytest.fixture
async def own(acting: Acting) -> Own:
    two = acting.plans.two
    coach_id = await acting.plans.coach()
    match = await acting.plans.confirmed()
    person = (await two.host.client.get(f"{COACHES}/{coach_id}")).json()["person_id"]
    people = MeetingPeople(
        two,
        student=await coach(two, two.host, "student"),
        staff=await coach(two, two.host),
        other=await coach(two, two.host),
        educator=await team_member(two, two.partner, "educator"),
    )
    return Own(acting, people, Member(two.host, "", person, coach_id), match)


def mine(path: str) -> str:
    """The address of an action for whom it is."""
    return path.replace(ACTIONS, MINE)


async def found(client: httpx.AsyncClient, paths: list[str]) -> set[str]:
    """Which of these somebody reads: the list and each by itself say the same."""
    listed = (await client.get(MINE)).json()["items"]
    read = {path for path in paths if (await client.get(mine(path))).status_code == 200}
    assert {f"{ACTIONS}/{one['action_id']}" for one in listed} == read
    for path in {*paths} - read:
        assert (await client.get(mine(path))).status_code == 404
        assert (await client.post(f"{mine(path)}/resource-used", json=USED)).status_code == 404
    return read


async def test_an_action_never_shows_to_anybody_whom_it_is_not_for_over_all_readers(
    own: Own, third: CoachingDistrict
) -> None:
    acting, people = own.acting, own.people
    gap, sees_to_it = await own.other_gap(), people.educator.member_id
    left = await team_member(people.two, acting.partner, "educator")
    aside = await team_member(people.two, acting.host, "lead")
    meeting = await own.meet(people.staff, people.student, people.other)
    seen_to = await acting.agreed(gap_id=gap, owner_member_id=sees_to_it)
    coached = await acting.agreed()
    there = await acting.agreed(gap_id=gap, meeting_id=meeting)
    proposed = await acting.propose(meeting_id=meeting, owner_member_id=sees_to_it)
    of_left = await acting.agreed(gap_id=gap, owner_member_id=left.member_id)
    async with left.client() as client:
        assert await found(client, [of_left]) == {of_left}
    gone = await acting.partner.client.post(f"{people.two.path}/members/{left.member_id}/leave")
    assert gone.status_code == 200, gone.text
    acting.host.at += days(1)
    later = await team_member(people.two, acting.partner, "leader")
    every = [seen_to, coached, there, proposed, of_left]
    allowed = [
        (people.educator, {seen_to}),  # who was to be at the meeting, and was not
        (own.coach, {coached}),
        *((one, {there}) for one in (people.staff, people.student, people.other)),
        *((one, set[str]()) for one in (aside, left, later)),
    ]
    for reader, expected in allowed:
        for role in ROLES:
            async with reader.client(role=role) as client:
                assert await found(client, every) == expected, (reader, role)
    for district in (acting.host, acting.partner, third):
        foreign = [one.person_id for one, _ in allowed if one.district is not district]
        for person in (None, *foreign):  # the id alone, of a person of another district
            async with district.somebody(*SCOPES, role="leader", person=UUID(person) if person else None) as client:
                assert await found(client, every) == set()
        assert await found(district.client, every) == set(), "a system sees to nothing"


@pytest.mark.parametrize("scope", ["coaching.read", "coaching.write", "competency.read", "readiness.read"])
async def test_another_scope_does_not_open_what_is_ones_own(own: Own, scope: str) -> None:
    path = await own.acting.agreed(owner_member_id=own.people.educator.member_id)
    async with own.people.educator.client(scope) as client:
        for asked in (MINE, mine(path)):
            assert (await client.get(asked)).status_code == 403


async def test_it_says_what_is_to_be_done_and_not_who_else_does_how_much(own: Own) -> None:
    educator = own.people.educator
    path = await own.acting.agreed(owner_member_id=educator.member_id, steps=["Name them"], resource_title="A book")
    async with educator.client() as client:
        shown = (await client.get(mine(path))).json()
    known = ("words", "steps", "resource_title", "sees_to_it", "state", "condition")
    assert {name: shown[name] for name in known} == {
        "words": "Plan together.",
        "steps": ["Name them"],
        "resource_title": "A book",
        "sees_to_it": True,
        "state": "agreed",
        "condition": "learning_model",
    }
    assert not {"owner_member_id", "proposed_by", "stalled"} & shown.keys()
    async with own.coach.client() as client:
        assert (await client.get(mine(path))).json()["sees_to_it"] is False


async def test_whoever_sees_to_it_for_the_partner_records_that_the_resource_was_used(own: Own) -> None:
    acting, educator = own.acting, own.people.educator
    path = await acting.agreed(owner_member_id=educator.member_id, resource_title="A book")
    async with educator.client() as client:
        for day in (TODAY + days(1), TODAY - days(1)):
            answer = await client.post(f"{mine(path)}/resource-used", json={"on": str(day)})
            assert refused(answer) == ["/on"]
        used = await client.post(f"{mine(path)}/resource-used", json=USED)
        assert (used.status_code, used.json()["resource_used_on"]) == (200, str(TODAY))
        assert (await client.post(f"{mine(path)}/resource-used", json=USED)).status_code == 409
    assert (await acting.seen(path))["resource_used_on"] == str(TODAY)
    assert [type(one) for one in await acting.told(path)] == [ActionAgreed, ActionNamedResourceUsed]


async def test_nobody_records_it_who_does_not_see_to_it_or_does_so_for_the_host(own: Own) -> None:
    staff = own.people.staff
    of_host = await own.acting.agreed(owner_member_id=staff.member_id, resource_title="A book")
    nameless = await own.acting.agreed(owner_member_id=own.people.educator.member_id)
    for who, path in ((staff, of_host), (own.coach, of_host), (own.people.educator, nameless)):
        async with who.client() as client:
            answer = await client.post(f"{mine(path)}/resource-used", json=USED)
            assert answer.status_code == 409, answer.text
    assert (await own.acting.seen(of_host))["resource_used_on"] is None


async def test_it_is_theirs_no_more_once_another_sees_to_it_or_the_match_ends(own: Own) -> None:
    acting, educator = own.acting, own.people.educator
    path = await acting.agreed(owner_member_id=educator.member_id)
    async with educator.client() as client, own.coach.client() as coaches:
        assert (await found(client, [path]), await found(coaches, [path])) == ({path}, {path})
        given: Any = {"owner_member_id": own.people.staff.member_id}
        changed = await acting.partner.client.patch(path, json=given, headers={"If-Match": "*"})
        assert changed.status_code == 200, changed.text
        ending = {"because": "planned_again", "words": "x"}
        ended = await acting.host.client.post(f"{MATCHES}/{own.match}/end", json=ending)
        assert ended.status_code == 200, ended.text
        assert (await found(client, [path]), await found(coaches, [path])) == (set(), set())


async def test_they_are_listed_by_meeting_and_as_long_as_they_are_open(own: Own) -> None:
    acting, people = own.acting, own.people
    meeting = await own.meet(people.staff, people.student, people.other)
    there, alone = await acting.agreed(meeting_id=meeting), await acting.agreed(owner_member_id=people.staff.member_id)
    dropping = {"reason": "not_needed", "words": "x"}
    assert (await acting.act(acting.host, alone, "drop", dropping)).status_code == 200

    async def listed(**query: str) -> list[str]:
        answer = await client.get(MINE, params=query)
        return [f"{ACTIONS}/{one['action_id']}" for one in answer.json()["items"]]

    async with people.staff.client() as client:
        assert await listed() == [there, alone]
        assert await listed(meeting_id=meeting) == [there]
        assert (await listed(open="true"), await listed(open="false")) == ([there], [alone])
        assert await listed(meeting_id=str(uuid4())) == []
        assert (await client.get(mine(alone))).json()["dropped"]["reason"] == "not_needed"
