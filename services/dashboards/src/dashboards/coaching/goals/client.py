"""How pages ask coaching for goals, and send it what leaders decide (ADR 0019)."""

from asyncio import gather
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from dashboards.coaching.client import API, CoachingClient
from dashboards.coaching.goals.answers import (
    Cry,
    DistrictGoals,
    Goal,
    Goals,
    Indicators,
    Measurements,
    Point,
    Points,
    WrittenIndicator,
)
from dashboards.common.client import RemoteResult
from dashboards.readiness.client import Outcome, Tagged, fetch_all, paged
from dashboards.readiness.forms import Fields, keyed, matching

GOALS = f"{API}/goals"
CRY = f"{API}/rallying-cry"
_OF_DISTRICT = f"{API}/my-district-goals"


@dataclass(frozen=True, slots=True)
class Published:
    """What everybody of the district reads."""

    cry: RemoteResult[Cry]
    goals: RemoteResult[DistrictGoals]


@dataclass(frozen=True, slots=True)
class Listed:
    """The district's goals with drafts and those that ended, beside what everybody reads."""

    published: Published
    goals: RemoteResult[Goals]


@dataclass(frozen=True, slots=True)
class OneGoal:
    """A goal with its indicators, each with its values by day."""

    found: Tagged[Goal]
    indicators: Sequence[WrittenIndicator] = ()
    points: Sequence[Sequence[Point]] = ()
    away: bool = False


@dataclass(frozen=True, slots=True)
class OneIndicator:
    """An indicator of a goal, its values by day, and all that was told of it."""

    goal: Tagged[Goal]
    found: Tagged[WrittenIndicator]
    points: Sequence[Point] = ()
    told: RemoteResult[Measurements] = field(default_factory=RemoteResult)

    @property
    def away(self) -> bool:
        return self.goal.answer is None or self.found.answer is None


def indicator_path(goal_id: UUID, indicator_id: UUID) -> str:
    return f"{GOALS}/{goal_id}/indicators/{indicator_id}"


async def published(client: CoachingClient) -> Published:
    cry, goals = await gather(client.fetch(Cry, CRY), fetch_all(client, DistrictGoals, _OF_DISTRICT))
    return Published(cry, goals)


async def listed(client: CoachingClient, state: str, after: str) -> Listed:
    seen, goals = await gather(published(client), client.fetch(Goals, GOALS, paged(after, state=state)))
    return Listed(seen, goals)


async def cry(client: CoachingClient) -> Tagged[Cry]:
    return await client.fetch_tagged(Cry, CRY)


async def goal(client: CoachingClient, goal_id: UUID) -> Tagged[Goal]:
    return await client.fetch_tagged(Goal, f"{GOALS}/{goal_id}")


async def with_indicators(client: CoachingClient, goal_id: UUID) -> OneGoal:
    found = await goal(client, goal_id)
    asked = await fetch_all(client, Indicators, f"{GOALS}/{goal_id}/indicators")
    if asked.answer is None:
        return OneGoal(found, away=True)
    indicators = [one for one in asked.answer.items if one.retired_at is None]
    points = await gather(*(_points(client, goal_id, one.indicator_id) for one in indicators))
    return OneGoal(found, indicators, points)


async def indicator(client: CoachingClient, goal_id: UUID, indicator_id: UUID) -> OneIndicator:
    """The indicator alone, for whoever changes it."""
    found = await client.fetch_tagged(WrittenIndicator, indicator_path(goal_id, indicator_id))
    return OneIndicator(await goal(client, goal_id), found)


async def measured(client: CoachingClient, goal_id: UUID, indicator_id: UUID) -> OneIndicator:
    one = await indicator(client, goal_id, indicator_id)
    points, told = await gather(
        _points(client, goal_id, indicator_id),
        fetch_all(client, Measurements, f"{indicator_path(goal_id, indicator_id)}/measurements"),
    )
    return OneIndicator(one.goal, one.found, points, told)


async def send_cry(client: CoachingClient, fields: Fields) -> Outcome:
    return await client.send("PUT", CRY, {"words": fields.words("words")}, headers=matching(fields))


async def add(client: CoachingClient, fields: Fields, path: str, body: Any) -> Outcome:
    """Sends what becomes something new: a goal, an indicator, a measurement."""
    return await client.send("POST", path, body, headers=keyed(fields))


async def change(client: CoachingClient, fields: Fields, path: str, body: Any) -> Outcome:
    return await client.send("PATCH", path, body, headers=matching(fields))


async def turn(client: CoachingClient, fields: Fields, path: str, body: Any = None) -> Outcome:
    """Publishes, ends or retires."""
    return await client.send("POST", path, body, headers=matching(fields))


async def _points(client: CoachingClient, goal_id: UUID, indicator_id: UUID) -> Sequence[Point]:
    found = await fetch_all(client, Points, f"{indicator_path(goal_id, indicator_id)}/history")
    return found.answer.items if found.answer else ()
