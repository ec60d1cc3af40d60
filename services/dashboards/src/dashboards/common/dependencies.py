"""What routes are given: who asks, the district's time zone, and where its stream stands."""

from typing import Annotated

from fastapi import Depends, Request

from dashboards.common.queries.opening import Opening, find_opening
from dashboards.settings import DashboardsSettings
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.context import Context, context_of

DashboardsContext = Context[DashboardsSettings]
InContext = Annotated[DashboardsContext, Depends(context_of)]

SCOPE = "dashboards.read"
Viewer = Annotated[Caller, needs(SCOPE)]
"""Somebody who may open the pages and read the API; whom they may see is decided by the use cases."""


async def _opening(context: InContext, caller: Viewer) -> Opening:
    """Read in a transaction that ends here: no connection is held while competency is asked."""
    async with context.database.lean_transaction(caller.district_id) as session:
        return await find_opening(session, caller.district_id)


async def _zone_before(opening: Annotated[Opening, Depends(_opening)]) -> str:
    return opening.time_zone


async def _position_before(opening: Annotated[Opening, Depends(_opening)]) -> str:
    return opening.position


ZoneBefore = Annotated[str, Depends(_zone_before)]
"""Of the district's calendar, for what asks competency by the day; a page has its zone from `Page`."""

PositionBefore = Annotated[str, Depends(_position_before)]
"""Where the stream stood before competency was asked, so that a page goes on from there and misses nothing. It stands
before what asks.
"""


async def _follow(request: Request, position: PositionBefore) -> None:
    request.state.followed_from = position


FOLLOWED = [Depends(_follow)]
"""Of the route of a page that follows the stream: a route's own dependencies stand before all that asks."""


def followed_from(request: Request) -> str | None:
    """Where the stream stood before a page that follows it was put together; None of a page that follows nothing."""
    return getattr(request.state, "followed_from", None)
