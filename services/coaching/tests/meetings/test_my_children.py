"""A family sees when its child meets, where and with how many adults, and nothing of anybody else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from coaching.handlers import calendar, guardians
from services.coaching.tests.coaches.coaching_district import ANY, CoachingDistrict, days
from services.coaching.tests.meetings.meeting_people import (
    HOUR,
    MEETINGS,
    STARTS,
    TAKES_PART,
    MeetingPeople,
    Member,
    coach,
    leave,
    team_member,
)
from shared.contracts.competency import CalendarChanged
from shared.contracts.rostering import GuardianChanged, PersonChanged
from shared.events.apply import Poison
from shared.testing import Deliveries
from shared.testing.deliveries import unknown_field

CHILDREN = "/coaching/v1/my-children/meetings"
IN_PERSON = {"mode": "in_person", "place": "Room 4", "agenda": "The first unit."}


@dataclass
class Family:
    """Somebody of a district who is a guardian by what rostering tells of them."""

    district: CoachingDistrict
    person_id: UUID = field(default_factory=uuid4)

    def __post_init__(self) -> None:
        self.roster = Deliveries(guardians, self.district.running.worker, self.district.running.app.context.now)

    def guards(self, child: str, *, active: bool = True) -> GuardianChanged:
        return GuardianChanged(learner_id=UUID(child), guardian_id=self.person_id, active=active)

    async def told(self, *events: GuardianChanged | PersonChanged) -> None:
        await self.roster.send(self.district.district, *events)

    async def ask(self, *scopes: str, **query: str) -> httpx.Response:
        scopes = scopes or (TAKES_PART,)
        async with self.district.somebody(*scopes, person=self.person_id, role="family") as client:
            return await client.get(CHILDREN, params=query)

    async def sees(self) -> list[dict[str, Any]]:
        answer = await self.ask()
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["items"]
        return found


@pytest.fixture
async def family(people: MeetingPeople) -> Family:
    """The guardian of the student who coaches."""
    made = Family(people.two.host)
    await made.told(made.guards(people.student.person_id))
    return made


async def test_a_guardian_sees_when_where_and_with_how_many_adults_and_no_more(
    people: MeetingPeople, family: Family
) -> None:
    meeting = await people.plan(**IN_PERSON)
    assert await family.sees() == [
        {
            "meeting_id": meeting,
            "learner_id": people.student.person_id,
            "starts_at": "2026-09-02T20:00:00Z",
            "ends_at": "2026-09-02T21:00:00Z",
            "time_zone": "UTC",
            "mode": "in_person",
            "place": "Room 4",
            "state": "planned",
            "at_risk": False,
            "adults": 3,
        }
    ]


async def test_where_those_meet_who_meet_online_is_for_them_alone(people: MeetingPeople, family: Family) -> None:
    await people.plan(place="https://meet.example/our-room")
    assert [(one["mode"], one["place"]) for one in await family.sees()] == [("online", None)]


async def test_of_another_student_at_the_meeting_and_of_other_meetings_nothing_is_seen(
    people: MeetingPeople, family: Family
) -> None:
    other = await coach(people.two, people.two.host, "student")
    await people.plan(*people.everybody, other)
    await people.plan(people.staff, other, people.other, starts=STARTS + days(1))
    (seen,) = await family.sees()
    assert (seen["learner_id"], seen["adults"]) == (people.student.person_id, 3)
    assert other.person_id not in str(seen)


async def test_nobody_sees_the_meetings_of_whose_guardian_they_are_not(
    people: MeetingPeople, family: Family, third: CoachingDistrict
) -> None:
    await people.plan()
    stranger, partner, abroad = Family(people.two.host), Family(people.two.partner), Family(third)
    for one in (partner, abroad):
        await one.told(one.guards(people.student.person_id))
    same_id = Family(people.two.partner, family.person_id)
    for one in (stranger, partner, abroad, same_id):
        assert await one.sees() == []
    assert len(await family.sees()) == 1


async def test_the_partners_family_sees_the_meetings_of_its_own_child(people: MeetingPeople) -> None:
    guest = await team_member(people.two, people.two.partner, "student")
    family = Family(people.two.partner)
    await family.told(family.guards(guest.person_id))
    await people.plan(people.staff, people.other, guest)
    assert [(one["learner_id"], one["adults"]) for one in await family.sees()] == [(guest.person_id, 2)]


async def test_once_the_guardianship_ends_or_either_leaves_the_roster_nothing_is_seen(
    people: MeetingPeople, family: Family
) -> None:
    await people.plan()
    child = people.student.person_id
    for person in (family.person_id, UUID(child)):
        await family.told(PersonChanged(person_id=person, roles=(), active=False))
        assert await family.sees() == []
        await family.told(PersonChanged(person_id=person, roles=("guardian",)))
        assert len(await family.sees()) == 1
    await family.told(family.guards(child, active=False))
    assert await family.sees() == []


async def test_from_the_districts_day_on_which_a_child_turns_18_nothing_is_seen(
    people: MeetingPeople, family: Family
) -> None:
    host = people.two.host
    told = CalendarChanged(district_id=host.district, time_zone="America/Denver", version=1, changed_at=host.at)
    await Deliveries(calendar, host.running.worker).send(host.district, told)
    await people.plan(starts=STARTS + days(5))
    await host.attest(str(people.student.coach_id), "age_band", 2, band="minor")
    for moment, seen in (("2026-09-03T00:00Z", 1), ("2026-09-04T05:59Z", 1), ("2026-09-04T06:00Z", 0)):
        host.at = datetime.fromisoformat(moment)
        assert len(await family.sees()) == seen, moment


async def test_of_who_is_attested_an_adult_or_never_was_a_student_no_family_sees_anything(
    people: MeetingPeople, family: Family
) -> None:
    await people.plan()
    await family.told(family.guards(people.staff.person_id), family.guards(people.other.person_id))
    assert {one["learner_id"] for one in await family.sees()} == {people.student.person_id}
    await people.two.host.attest(str(people.student.coach_id), "age_band", None, band="adult")
    assert await family.sees() == []


async def test_what_is_over_is_not_listed_and_what_was_cancelled_is_until_then(
    people: MeetingPeople, family: Family
) -> None:
    first, second = await people.plan(), await people.plan(starts=STARTS + days(1))
    await people.two.host.client.post(f"{MEETINGS}/{second}/cancel", json={}, headers=ANY)
    assert [(one["meeting_id"], one["state"]) for one in await family.sees()] == [
        (first, "planned"), (second, "cancelled"),
    ]  # fmt: skip
    people.two.host.at = STARTS + HOUR
    assert [one["meeting_id"] for one in await family.sees()] == [second]


async def test_of_a_meeting_under_way_those_adults_are_counted_who_are_there(
    people: MeetingPeople, family: Family
) -> None:
    meeting = await people.plan()
    await people.begin(meeting, people.staff, people.other, people.student)
    assert [(one["state"], one["adults"]) for one in await family.sees()] == [("under_way", 2)]
    await people.presence(people.staff, meeting, people.student, "absent")
    assert await family.sees() == [], "the child has gone"


async def test_a_child_who_cannot_come_or_has_left_is_at_no_meeting(people: MeetingPeople, family: Family) -> None:
    meeting = await people.plan()
    await people.presence(people.student, meeting, people.student, "absent")
    assert await family.sees() == []
    await people.presence(people.student, meeting, people.student, "expected")
    assert len(await family.sees()) == 1
    await leave(people.student)
    assert await family.sees() == []


async def test_what_is_in_the_way_of_a_meeting_is_said_and_not_what(people: MeetingPeople, family: Family) -> None:
    await people.plan(people.student, people.staff, people.other)
    await leave(people.other)
    assert [one["at_risk"] for one in await family.sees()] == [True]


async def test_lists_go_on_where_they_ended_also_between_two_children_at_one_meeting(
    people: MeetingPeople, family: Family
) -> None:
    sibling = await coach(people.two, people.two.host, "student")
    await family.told(family.guards(sibling.person_id))
    await people.plan(*people.everybody, sibling)
    await people.plan(starts=STARTS + days(1))
    seen, cursor = [], None
    for _ in range(3):
        page = (await family.ask(limit="1", **({"after": cursor} if cursor else {}))).json()
        seen += page["items"]
        cursor = page["next"]
    assert cursor is None
    assert seen == await family.sees()
    children = sorted([people.student.person_id, sibling.person_id])
    assert [one["learner_id"] for one in seen] == [*children, people.student.person_id]
    assert (await family.ask(after="made-up")).status_code == 422


async def test_it_needs_the_scope_of_those_who_take_part_and_a_person(people: MeetingPeople, family: Family) -> None:
    assert (await family.ask("coaching.read")).status_code == 403
    async with people.two.host.running.client() as nobody:
        assert (await nobody.get(CHILDREN)).status_code == 401
    system = await people.two.host.client.get(CHILDREN)
    assert system.status_code == 404
    assert "nobody's guardian" in system.json()["detail"]


async def test_what_rostering_tells_twice_late_or_with_more_fields_counts_once_and_poison_harms_nobody_else(
    people: MeetingPeople, family: Family
) -> None:
    await people.plan()
    district, child = people.two.host.district, people.student.person_id
    other = Family(people.two.host)
    other.roster = family.roster
    told = other.guards(child)
    began = other.roster.record(district, told, body=unknown_field(told, custody="shared"))
    ended = other.roster.record(district, other.guards(child, active=False))
    await other.roster.deliver(began, began)
    assert len(await other.sees()) == 1
    await other.roster.deliver(ended, began)
    assert await other.sees() == [], "what came before is not heard again"
    with pytest.raises(Poison):
        await other.roster.deliver(other.roster.record(district, other.guards(str(uuid4())), body=b'{"learner_id": 1}'))
    assert len(await family.sees()) == 1


async def test_a_member_of_staff_who_is_a_guardian_sees_it_too(people: MeetingPeople, family: Family) -> None:
    await people.plan()
    teacher = Member(people.two.host, "", str(family.person_id))
    async with teacher.client() as client:
        assert len((await client.get(CHILDREN)).json()["items"]) == 1
