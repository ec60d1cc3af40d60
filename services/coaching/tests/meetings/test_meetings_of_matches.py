"""A meeting of a match is of one that stands: it is the match's first contact, and is cancelled when the match ends."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from services.coaching.tests.coaches.coaching_district import ANY, days, refused
from services.coaching.tests.matching.conftest import made
from services.coaching.tests.matching.plans import MATCHES, Plans
from services.coaching.tests.meetings.meeting_people import HOUR, MEETINGS, STARTS, Member, team_member
from shared.contracts.coaching import MeetingCancelled, MeetingHeld

__all__ = ["made"]


@dataclass
class Matched:
    """A match that stands, and the members who meet in it."""

    plans: Plans
    match_id: str
    coach: Member
    educator: Member

    @property
    def match(self) -> str:
        return f"{MATCHES}/{self.match_id}"

    async def try_to_plan(self, *members: Member, **more: Any) -> Any:
        body = {
            "engagement_id": self.plans.two.engagement,
            "match_id": self.match_id,
            "starts_at": STARTS.isoformat(),
            "ends_at": (STARTS + HOUR).isoformat(),
            "participants": [{"member_id": one.member_id} for one in members or (self.coach, self.educator)],
            **more,
        }
        return await self.plans.partner.client.post(MEETINGS, json=body)

    async def plan(self, starts: timedelta = timedelta(0)) -> str:
        answer = await self.try_to_plan(
            starts_at=(STARTS + starts).isoformat(), ends_at=(STARTS + starts + HOUR).isoformat()
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["meeting_id"])

    async def read(self, path: str) -> dict[str, Any]:
        answer = await self.plans.host.client.get(path)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


@pytest.fixture
async def matched(made: Plans) -> Matched:
    coach_id = await made.coach()
    await made.brought()
    match_id = await made.confirmed()
    return Matched(
        made,
        match_id,
        coach=await team_member(made.two, made.host, "coach", coach_id),
        educator=await team_member(made.two, made.partner, "educator"),
    )


async def test_it_is_about_the_gap_of_the_match_and_its_first_contact(matched: Matched) -> None:
    meeting = await matched.plan()
    match, shown = await matched.read(matched.match), await matched.read(f"{MEETINGS}/{meeting}")
    gap = match["gap_id"]
    assert [shown[one] for one in ("gap_id", "condition", "question")] == [gap, match["condition"], match["question"]]
    assert match["condition"], "by its key, both districts know what it is about"
    matched.plans.host.at = STARTS + 2 * HOUR
    body = {
        "started_at": STARTS.isoformat(),
        "ended_at": (STARTS + HOUR).isoformat(),
        "present": [matched.coach.member_id, matched.educator.member_id],
    }
    held = await matched.plans.host.client.post(f"{MEETINGS}/{meeting}/record", json=body, headers=ANY)
    assert held.json()["state"] == "held"
    assert (await matched.read(matched.match))["contacted_on"] == str(STARTS.date())
    (told,) = await matched.plans.partner.told(meeting)
    assert isinstance(told, MeetingHeld)
    assert (str(told.match_id), str(told.gap_id)) == (matched.match_id, gap)


async def test_a_match_that_is_none_of_the_engagements_or_lacks_its_coach_is_refused(matched: Matched) -> None:
    other = "0198f0df-4e66-7f73-9d2a-8c316f4ea009"
    assert refused(await matched.try_to_plan(match_id=other)) == ["/match_id"]
    assert refused(await matched.try_to_plan(gap_id=other)) == ["/gap_id"]
    lead = await team_member(matched.plans.two, matched.plans.host, "lead")
    assert refused(await matched.try_to_plan(lead, matched.educator)) == ["/participants"]


async def test_in_a_match_that_is_merely_proposed_nobody_meets_yet(made: Plans) -> None:
    coach_id = await made.coach()
    await made.brought()
    match_id = await made.proposed()
    coach = await team_member(made.two, made.host, "coach", coach_id)
    educator = await team_member(made.two, made.partner, "educator")
    answer = await Matched(made, match_id, coach, educator).try_to_plan()
    assert refused(answer) == ["/match_id"]


async def test_when_the_match_ends_its_meetings_are_cancelled_and_what_may_have_been_held_is_recorded(
    matched: Matched,
) -> None:
    before, after = await matched.plan(), await matched.plan(days(7))
    matched.plans.host.at = STARTS + days(1)
    body = {"because": "planned_again", "words": "Another coach has more time."}
    answer = await matched.plans.host.client.post(f"{matched.match}/end", json=body, headers=ANY)
    assert answer.status_code == 200, answer.text
    shown = await matched.read(f"{MEETINGS}/{after}")
    assert (shown["state"], shown["because"]) == ("cancelled", "match_ended")
    (told,) = await matched.plans.partner.told(after)
    assert isinstance(told, MeetingCancelled)
    assert told.because == "match_ended"
    assert (await matched.read(f"{MEETINGS}/{before}"))["state"] == "planned"
    assert refused(await matched.try_to_plan()) == ["/match_id"]
