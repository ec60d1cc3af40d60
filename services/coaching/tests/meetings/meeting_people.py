"""People of a host and its partner who meet: a student and two of staff who coach, and an educator who is coached."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.coaching.tests.coaches.coaching_district import ANY, COACHES, CoachingDistrict
from services.coaching.tests.engagements.partnership import Partnership
from shared.events.event import Event

MEETINGS = "/coaching/v1/meetings"
SERIES = "/coaching/v1/meeting-series"
MINE = "/coaching/v1/my-meetings"
TAKES_PART = "coaching.take-part"
STARTS = datetime(2026, 9, 2, 20, tzinfo=UTC)
"""Two in the afternoon in Denver, on the day after today."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Member:
    """Somebody in a team: whose they are, and the ids that they are known by."""

    district: CoachingDistrict
    member_id: str
    person_id: str
    coach_id: str | None = None

    def client(self, *scopes: str, role: str = "educator") -> AbstractAsyncContextManager[httpx.AsyncClient]:
        """Them, signed in."""
        return self.district.somebody(*(scopes or (TAKES_PART,)), person=UUID(self.person_id), role=role)


@dataclass
class MeetingPeople:
    """Who may meet: `student` and `staff` and `other` coach for the host, `educator` is coached by them."""

    two: Partnership
    student: Member
    staff: Member
    other: Member
    educator: Member

    @property
    def everybody(self) -> list[Member]:
        return [self.student, self.staff, self.other, self.educator]

    def body(self, *members: Member, starts: datetime = STARTS, long: float = 1, **more: Any) -> dict[str, Any]:
        """What plans a meeting of these members; of all four where none is named."""
        return {
            "engagement_id": self.two.engagement,
            "starts_at": starts.isoformat(),
            "ends_at": (starts + long * HOUR).isoformat(),
            "participants": [{"member_id": one.member_id} for one in members or self.everybody],
            **more,
        }

    async def try_to_plan(self, *members: Member, **more: Any) -> httpx.Response:
        return await self.two.host.client.post(MEETINGS, json=self.body(*members, **more))

    async def plan(self, *members: Member, **more: Any) -> str:
        """A planned meeting; its id."""
        answer = await self.try_to_plan(*members, **more)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["meeting_id"])

    async def seen(self, meeting: str, by: CoachingDistrict | None = None) -> dict[str, Any]:
        answer = await (by or self.two.host).client.get(f"{MEETINGS}/{meeting}")
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown

    async def state(self, meeting: str) -> tuple[str, str | None]:
        shown = await self.seen(meeting)
        return shown["state"], shown["because"]

    async def act(self, who: Member, meeting: str, what: str, **body: Any) -> httpx.Response:
        """Has somebody who is to be there do something with a meeting."""
        async with who.client() as client:
            return await client.post(f"{MINE}/{meeting}/{what}", json=body or None)

    async def begin(self, meeting: str, *members: Member) -> httpx.Response:
        """Goes to the meeting's start, and has the first of these who is no student begin it with all of them."""
        self.two.host.at = datetime.fromisoformat((await self.seen(meeting))["starts_at"])
        present = [one.member_id for one in members]
        by = next(one for one in members if one != self.student)
        return await self.act(by, meeting, "begin", present=present)

    async def presence(self, by: Member, meeting: str, of: Member, presence: str) -> httpx.Response:
        return await self.act(by, meeting, "presence", member_id=of.member_id, presence=presence)

    async def run_job(self) -> None:
        while await self.two.host.running.run_job("coaching.meetings"):
            pass

    async def told(self, meeting: str) -> list[Event]:
        """What both districts were told of a meeting, the same in each one's name."""
        host, partner = await self.two.host.told(meeting), await self.two.partner.told(meeting)
        assert host == partner
        return host


async def team_member(two: Partnership, district: CoachingDistrict, role: str, coach_id: str | None = None) -> Member:
    """Adds somebody to a district's team."""
    person = str(district.person())
    if coach_id is not None:
        person = (await district.client.get(f"{COACHES}/{coach_id}")).json()["person_id"]
    body = {"person_id": person, "role": role}
    answer = await district.client.post(f"{two.path}/members", json=body)
    assert answer.status_code == 201, answer.text
    return Member(district, answer.json()["member_id"], person, coach_id)


async def coach(two: Partnership, district: CoachingDistrict, kind: str = "staff", **more: Any) -> Member:
    """A coach who may coach, in the district's team."""
    made = await (district.staff(**more) if kind == "staff" else district.student(**more))
    return await team_member(two, district, "coach", made)


@pytest.fixture
async def people(two: Partnership) -> MeetingPeople:
    """The four of an engagement that is open."""
    return MeetingPeople(
        two,
        student=await coach(two, two.host, "student"),
        staff=await coach(two, two.host),
        other=await coach(two, two.host),
        educator=await team_member(two, two.partner, "educator"),
    )


async def leave(member: Member) -> None:
    """Has a coach leave their district."""
    answer = await member.district.client.post(f"{COACHES}/{member.coach_id}/leave", headers=ANY)
    assert answer.status_code == 200, answer.text
