"""Meetings: one of each team that was held, weekly ones of coaches with those whom they coach, and what was noted.

Nobody meets before their engagement was opened, which the demo has done only now: what is held was held today.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from demo.calls import Caller
from demo.coaching.coaches import COACHES
from demo.coaching.matching import MATCHES
from demo.coaching.teams import Engagement
from demo.policies import ZONE
from shared.values.calendar import day_of, moment_at, start_of

MEETINGS, SERIES = "/coaching/v1/meetings", "/coaching/v1/meeting-series"
WEEKS = 4
_LONG, _SHORT = timedelta(minutes=45), timedelta(minutes=5)
_FIRST = "How we begin: who is who, what hurts most, and what each of us does until we meet again."
_NEXT = "What we tried since we met, and what we saw. Bring one piece of a learner's work."
_WEEKLY = "One thing that was tried, what came of it, and the next thing to try."
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(slots=True)
class Booked:
    """When in a week somebody meets others already."""

    times: dict[str, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))

    def is_free(self, person: str, at: Mapping[str, str]) -> bool:
        return not any(
            day == at["weekday"] and starts < at["ends"] and at["starts"] < ends
            for day, starts, ends in self.times[person]
        )

    def take(self, person: str, at: Mapping[str, str]) -> None:
        self.times[person].append((at["weekday"], at["starts"], at["ends"]))


@dataclass(frozen=True, slots=True)
class Pairing:
    """The coaches of one need, who meet somebody of the partner's at one time of the week."""

    engagement: Engagement
    match: Mapping[str, Any]
    coaches: Sequence[str]
    others: Sequence[str]


async def hold_first_meeting(
    engagement: Engagement, coaches: Sequence[str], gap_id: str | None, now: datetime
) -> str | None:
    """Records the team's meeting of today about this gap, and plans the next; returns the one that was held, None where
    the day is too young for one.
    """
    query = f"{MEETINGS}?engagement_id={engagement.engagement_id}"
    there = {one["agenda"]: one for one in await engagement.host.all(query)}
    today = day_of(now, ZONE)
    people = [*coaches, engagement.partner.lead, *engagement.partner.educators[:2]]
    starts_at = max(start_of(today, ZONE), now - _LONG - _SHORT)
    ends_at = min(starts_at + _LONG, now - _SHORT)
    if _NEXT not in there:
        at = moment_at(today + timedelta(days=3), "07:30", ZONE)
        await _plan(engagement, people, at, at + _LONG, _NEXT)
    if _FIRST in there or ends_at <= starts_at:
        return str(there[_FIRST]["meeting_id"]) if _FIRST in there else None
    meeting_id = await _plan(engagement, people, starts_at, ends_at, _FIRST, gap_id)
    present = [engagement.members[one] for one in people]
    held = {"started_at": starts_at.isoformat(), "ended_at": ends_at.isoformat(), "present": present}
    await engagement.host.edit("POST", f"{MEETINGS}/{meeting_id}/record", held)
    return meeting_id


async def meet_weekly(host: Caller, engagements: Sequence[Engagement], today: date) -> None:
    """Plans weekly meetings of every need whose coaches both districts have confirmed."""
    people = {one["coach_id"]: one["person_id"] for one in await host.all(COACHES)}
    confirmed = await host.all(f"{MATCHES}?state=confirmed")
    planned = {one["match_id"] for one in await host.all(MEETINGS)}
    await asyncio.gather(*(_plan_all(one, today, planned) for one in _by_engagement(engagements, confirmed, people)))


def _by_engagement(
    engagements: Sequence[Engagement], confirmed: Sequence[Mapping[str, Any]], people: Mapping[str, str]
) -> Iterator[list[Pairing]]:
    booked = Booked()
    for one in confirmed:
        booked.take(people[one["coach_id"]], one["at"])
    for engagement in engagements:
        ours = [one for one in confirmed if one["engagement_id"] == engagement.engagement_id]
        yield list(_pairings(engagement, ours, people, booked))


def _pairings(
    engagement: Engagement, matches: Sequence[Mapping[str, Any]], people: Mapping[str, str], booked: Booked
) -> Iterator[Pairing]:
    """Yields who meets of each need: its coaches, somebody of the partner's, and where a student coaches another of the
    staff, for no adult is alone with a student.
    """
    by_need: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for match in matches:
        by_need[match["need_id"]].append(match)
    team = [one for one in engagement.members if one in set(people.values())]
    for found in by_need.values():
        staff = next(one for one in found if one["coach_kind"] == "staff")
        at = staff["at"]
        free = [one for one in engagement.partner.staying if booked.is_free(one, at)]
        beside = [one for one in team if booked.is_free(one, at)]
        students = [one for one in found if one["coach_kind"] == "student" and one["at"] == at] if beside else []
        if free:
            others = [free[0], *(beside[:1] if students else [])]
            for one in others:
                booked.take(one, at)
            yield Pairing(engagement, staff, [people[one["coach_id"]] for one in (staff, *students)], others)


async def _plan_all(pairings: Sequence[Pairing], today: date, planned: set[str]) -> None:
    for one in pairings:
        engagement, match = one.engagement, one.match
        if match["match_id"] in planned:
            continue
        for person in one.coaches:
            await engagement.join(engagement.host, person, "coach")
        ahead = (_WEEKDAYS.index(match["at"]["weekday"]) - today.weekday() - 1) % 7 + 1
        days = [today + timedelta(days=ahead + 7 * week) for week in range(WEEKS)]
        body = {
            "engagement_id": engagement.engagement_id,
            "match_id": match["match_id"],
            "agenda": _WEEKLY,
            "participants": [{"member_id": engagement.members[person]} for person in (*one.coaches, *one.others)],
            "first_on": days[0].isoformat(),
            "last_on": days[-1].isoformat(),
            "starts": match["at"]["starts"],
            "ends": match["at"]["ends"],
            "time_zone": match["at"]["time_zone"],
            "left_out": [day.isoformat() for day in days if _in_winter_break(day)],
        }
        await engagement.host.post(SERIES, body, key=f"demo-series-{match['match_id']}")


def _in_winter_break(day: date) -> bool:
    return (day.month, day.day) >= (12, 19) or (day.month, day.day) <= (1, 4)


async def _plan(
    engagement: Engagement,
    people: Sequence[str],
    starts_at: datetime,
    ends_at: datetime,
    agenda: str,
    gap_id: str | None = None,
) -> str:
    body = {
        "engagement_id": engagement.engagement_id,
        "gap_id": gap_id,
        "agenda": agenda,
        "participants": [{"member_id": engagement.members[one]} for one in people],
        "starts_at": starts_at.isoformat(),
        "ends_at": ends_at.isoformat(),
        "time_zone": ZONE,
    }
    made = await engagement.host.post(MEETINGS, body)
    return str(made["meeting_id"])
