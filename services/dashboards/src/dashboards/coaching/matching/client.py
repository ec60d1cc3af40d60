"""How pages ask coaching for needs, matchings and matches, and send it what people decide (ADR 0019)."""

from asyncio import gather
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from dashboards.coaching.client import API, CoachingClient
from dashboards.coaching.coaches.answers import Coach, Coaches
from dashboards.coaching.matching.answers import (
    AllUncovered,
    CoachOfMatching,
    Engagement,
    Engagements,
    Gap,
    Gaps,
    Match,
    Matches,
    Matching,
    Matchings,
    Need,
    Needs,
    Pair,
    Pairs,
    Uncovered,
)
from dashboards.common.client import RemoteResult
from dashboards.readiness.client import Outcome, Tagged, fetch_all, paged
from dashboards.readiness.forms import Fields, keyed, matching

COACHES, NEEDS, MATCHES = f"{API}/coaches", f"{API}/needs", f"{API}/matches"
MATCHINGS, GAPS, ENGAGEMENTS = f"{API}/matchings", f"{API}/gaps", f"{API}/engagements"


@dataclass(frozen=True, slots=True)
class Known:
    """Who can coach, and what was brought; `away` where coaching could not be asked."""

    coaches: Sequence[Coach] = ()
    needs: Mapping[UUID, Need] = field(default_factory=dict)
    matches: Sequence[Match] = ()
    engagements: Mapping[UUID, Engagement] = field(default_factory=dict)
    away: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """A matching with all that it came to, and the pairs of the one with which it is compared."""

    found: Tagged[Matching] = field(default_factory=Tagged)
    known: Known = field(default_factory=Known)
    pairs: Sequence[Pair] = ()
    uncovered: Sequence[Uncovered] = ()
    compared: Sequence[Pair] | None = None


@dataclass(frozen=True, slots=True)
class Bringing:
    """What a partner can bring, and to which engagements; in those that are `stopped` agreements are missing."""

    gaps: Sequence[Gap] = ()
    engagements: Sequence[Engagement] = ()
    stopped: Sequence[Engagement] = ()
    away: bool = False


async def known(client: CoachingClient) -> Known:
    coaches, needs, matches, engagements = await gather(
        fetch_all(client, Coaches, COACHES),
        fetch_all(client, Needs, NEEDS),
        fetch_all(client, Matches, MATCHES),
        fetch_all(client, Engagements, ENGAGEMENTS),
    )
    if not (coaches.answer and needs.answer and matches.answer and engagements.answer):
        return Known(away=True)
    return Known(
        coaches.answer.items,
        {one.need_id: one for one in needs.answer.items},
        matches.answer.items,
        {one.engagement_id: one for one in engagements.answer.items},
    )


async def matchings(client: CoachingClient, after: str) -> RemoteResult[Matchings]:
    return await client.fetch(Matchings, MATCHINGS, paged(after))


async def one_matching(client: CoachingClient, matching_id: UUID) -> Tagged[Matching]:
    return await client.fetch_tagged(Matching, f"{MATCHINGS}/{matching_id}")


async def board(client: CoachingClient, matching_id: UUID, before: UUID | None) -> Board:
    path = f"{MATCHINGS}/{matching_id}"
    found = await one_matching(client, matching_id)
    if found.answer is None:
        return Board(found)
    all_known, pairs, uncovered = await gather(
        known(client), fetch_all(client, Pairs, f"{path}/pairs"), fetch_all(client, AllUncovered, f"{path}/uncovered")
    )
    if all_known.away or not (pairs.answer and uncovered.answer):
        return Board(Tagged(away=True))
    compared = None if before is None else (await fetch_all(client, Pairs, f"{MATCHINGS}/{before}/pairs")).answer
    return Board(
        found, all_known, pairs.answer.items, uncovered.answer.items, None if compared is None else compared.items
    )


async def coach_of(client: CoachingClient, matching_id: UUID, coach_id: UUID) -> Tagged[CoachOfMatching]:
    return await client.fetch_tagged(CoachOfMatching, f"{MATCHINGS}/{matching_id}/coaches/{coach_id}")


async def ask(client: CoachingClient, fields: Fields, body: Any) -> Outcome:
    return await client.send("POST", MATCHINGS, body, headers=keyed(fields))


async def turn(client: CoachingClient, matching_id: UUID, act: str, fields: Fields) -> Outcome:
    """Cancels it, or proposes its pairs."""
    return await client.send("POST", f"{MATCHINGS}/{matching_id}/{act}", headers=matching(fields))


async def bringing(client: CoachingClient, district: UUID) -> Bringing:
    gaps, engagements = await gather(fetch_all(client, Gaps, GAPS), fetch_all(client, Engagements, ENGAGEMENTS))
    if not (gaps.answer and engagements.answer):
        return Bringing(away=True)
    own = [one for one in engagements.answer.items if one.partner_id == district and one.ended is None]
    return Bringing(gaps.answer.items, [one for one in own if one.discloses], [one for one in own if not one.discloses])


async def bring(client: CoachingClient, fields: Fields, body: Any) -> Outcome:
    return await client.send("POST", NEEDS, body, headers=keyed(fields))


async def one_need(client: CoachingClient, need_id: UUID) -> Tagged[Need]:
    return await client.fetch_tagged(Need, f"{NEEDS}/{need_id}")


async def withdraw(client: CoachingClient, need_id: UUID, fields: Fields) -> Outcome:
    return await client.send("POST", f"{NEEDS}/{need_id}/withdraw", headers=matching(fields))


async def one_match(client: CoachingClient, match_id: UUID) -> Tagged[Match]:
    return await client.fetch_tagged(Match, f"{MATCHES}/{match_id}")


async def act_on_match(client: CoachingClient, match_id: UUID, act: str, body: Any) -> Outcome:
    return await client.send("POST", f"{MATCHES}/{match_id}/{act}", body)
