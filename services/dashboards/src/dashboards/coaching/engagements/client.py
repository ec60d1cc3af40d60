"""How pages ask coaching for engagements, and send it what the two districts decide (ADR 0019)."""

from asyncio import gather
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from dashboards.coaching.client import API, CoachingClient
from dashboards.coaching.engagements.answers import (
    Action,
    Actions,
    Charter,
    Charters,
    Closure,
    Engagement,
    Engagements,
    Handover,
    Handovers,
    Match,
    Matches,
    Meeting,
    Member,
    Members,
    Milestone,
    Milestones,
    Need,
    Needs,
    PartnerTallies,
    PlannedMeeting,
    PlannedMeetings,
)
from dashboards.common.client import RemoteResult
from dashboards.readiness.client import Outcome, Tagged, fetch_all, paged
from dashboards.readiness.forms import Fields, keyed, matching

ENGAGEMENTS = f"{API}/engagements"
ACTIONS = f"{API}/actions"
MEETINGS, SERIES = f"{API}/meetings", f"{API}/meeting-series"
_STALLS_FIRST = {True: 0, False: 1}


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of engagements, and when each meets next."""

    found: RemoteResult[Engagements]
    next_meetings: dict[UUID, PlannedMeeting]


@dataclass(frozen=True, slots=True)
class Together:
    """An engagement with all that its own page shows."""

    found: Tagged[Engagement]
    members: Sequence[Member] = ()
    charters: Sequence[Charter] = ()
    milestones: Sequence[Milestone] = ()
    actions: Sequence[Action] = ()
    meetings: Sequence[PlannedMeeting] = ()


@dataclass(frozen=True, slots=True)
class Parting:
    """How an engagement is closed, and what was handed over. The version is the engagement's."""

    found: Tagged[Engagement]
    closure: Closure | None = None
    members: Sequence[Member] = ()
    handovers: Sequence[Handover] = ()


@dataclass(frozen=True, slots=True)
class Acting:
    """An action, with the engagement that it is of and its members."""

    found: Tagged[Action]
    engagement: Engagement | None = None
    members: Sequence[Member] = ()


@dataclass(frozen=True, slots=True)
class Proposing:
    """What an action can be proposed for: the gaps that were brought, and who can see to it."""

    found: Tagged[Engagement]
    members: Sequence[Member] = ()
    needs: Sequence[Need] = ()


@dataclass(frozen=True, slots=True)
class Planning:
    """What a meeting can be planned of: an engagement with its members, the gaps that were brought and the matches that
    stand. While none is chosen, `among` has those that are open.
    """

    found: Tagged[Engagement]
    among: Sequence[Engagement] = ()
    members: Sequence[Member] = ()
    needs: Sequence[Need] = ()
    matches: Sequence[Match] = ()


@dataclass(frozen=True, slots=True)
class Replanning:
    """A meeting that is moved, changed or cancelled, with the engagement that it is of and its members."""

    found: Tagged[Meeting]
    engagement: Engagement | None = None
    members: Sequence[Member] = ()


def path_of(engagement_id: UUID) -> str:
    return f"{ENGAGEMENTS}/{engagement_id}"


async def list_engagements(client: CoachingClient, narrowed: dict[str, str], after: str, now: datetime) -> Listed:
    meetings = {"state": "planned", "starting": now.isoformat()}
    found, planned = await gather(
        client.fetch(Engagements, ENGAGEMENTS, paged(after, **narrowed)),
        client.fetch_optional(PlannedMeetings, MEETINGS, paged(**meetings)),
    )
    first: dict[UUID, PlannedMeeting] = {}
    for one in planned.answer.items if planned.answer else ():
        first.setdefault(one.engagement_id, one)
    return Listed(found, first)


async def engagement(client: CoachingClient, engagement_id: UUID) -> Tagged[Engagement]:
    return await client.fetch_tagged(Engagement, path_of(engagement_id))


async def members(client: CoachingClient, engagement_id: UUID) -> Sequence[Member]:
    found = await fetch_all(client, Members, f"{path_of(engagement_id)}/members")
    return found.answer.items if found.answer else ()


async def together(client: CoachingClient, engagement_id: UUID, now: datetime) -> Together:
    found = await engagement(client, engagement_id)
    if found.answer is None:
        return Together(found)
    path = path_of(engagement_id)
    planned = paged(engagement_id=str(engagement_id), state="planned", starting=now.isoformat())
    team, charters, milestones, actions, meetings = await gather(
        members(client, engagement_id),
        fetch_all(client, Charters, f"{path}/charter"),
        fetch_all(client, Milestones, f"{path}/milestones"),
        client.fetch(Actions, ACTIONS, paged(engagement_id=str(engagement_id))),
        client.fetch_optional(PlannedMeetings, MEETINGS, planned),
    )
    listed = actions.answer.items if actions.answer else []
    return Together(
        found,
        team,
        charters.answer.items if charters.answer else (),
        milestones.answer.items if milestones.answer else (),
        sorted(listed, key=lambda one: (_STALLS_FIRST[bool(one.stalled)], one.due_on)),
        meetings.answer.items if meetings.answer else (),
    )


async def charters(client: CoachingClient, engagement_id: UUID) -> Together:
    """An engagement with the versions of its charter."""
    found = await engagement(client, engagement_id)
    if found.answer is None:
        return Together(found)
    listed = await fetch_all(client, Charters, f"{path_of(engagement_id)}/charter")
    return Together(found, charters=listed.answer.items if listed.answer else ())


async def parting(client: CoachingClient, engagement_id: UUID) -> Parting:
    found = await engagement(client, engagement_id)
    if found.answer is None:
        return Parting(found)
    path = path_of(engagement_id)
    closure, team, handovers = await gather(
        client.fetch(Closure, f"{path}/closure"),
        members(client, engagement_id),
        fetch_all(client, Handovers, f"{path}/handovers"),
    )
    return Parting(found, closure.answer, team, handovers.answer.items if handovers.answer else ())


async def acting(client: CoachingClient, action_id: UUID) -> Acting:
    found = await client.fetch_tagged(Action, f"{ACTIONS}/{action_id}")
    if found.answer is None:
        return Acting(found)
    of = found.answer.engagement_id
    one, team = await gather(engagement(client, of), members(client, of))
    return Acting(found, one.answer, team)


async def proposing(client: CoachingClient, engagement_id: UUID) -> Proposing:
    found = await engagement(client, engagement_id)
    if found.answer is None:
        return Proposing(found)
    asked = paged(engagement_id=str(engagement_id), state="open")
    team, needs = await gather(members(client, engagement_id), client.fetch(Needs, f"{API}/needs", asked))
    return Proposing(found, team, needs.answer.items if needs.answer else ())


async def planning(client: CoachingClient, engagement_id: UUID | None) -> Planning:
    """Where none is named, the only one that is open, else those to choose among."""
    if engagement_id is None:
        listed = await fetch_all(client, Engagements, ENGAGEMENTS, open="true")
        among = listed.answer.items if listed.answer else []
        if len(among) != 1:
            return Planning(Tagged(away=listed.answer is None), among)
        engagement_id = among[0].engagement_id
    found = await engagement(client, engagement_id)
    if found.answer is None:
        return Planning(found)
    of = str(engagement_id)
    team, needs, matches = await gather(
        members(client, engagement_id),
        fetch_all(client, Needs, f"{API}/needs", engagement_id=of, state="open"),
        fetch_all(client, Matches, f"{API}/matches", engagement_id=of, state="confirmed"),
    )
    return Planning(
        found,
        members=team,
        needs=needs.answer.items if needs.answer else (),
        matches=matches.answer.items if matches.answer else (),
    )


async def replanning(client: CoachingClient, meeting_id: UUID) -> Replanning:
    found = await client.fetch_tagged(Meeting, f"{MEETINGS}/{meeting_id}")
    if found.answer is None:
        return Replanning(found)
    of = found.answer.engagement_id
    one, team = await gather(engagement(client, of), members(client, of))
    return Replanning(found, one.answer, team)


async def report(client: CoachingClient, first: str, last: str) -> RemoteResult[PartnerTallies]:
    asked = {name: value for name, value in (("first", first), ("last", last)) if value}
    return await client.fetch(PartnerTallies, f"{API}/coaching-report", paged(**asked))


async def send(
    client: CoachingClient, method: str, path: str, fields: Fields, body: Any = None, *, once: bool = False
) -> Outcome:
    """Sends what a form holds: `once` by its key, else for the version that its page has shown."""
    return await client.send(method, path, body, headers=keyed(fields) if once else matching(fields))
