"""What routes are given: who asks, the district's time zone, and where its stream stands."""

from typing import Annotated

from fastapi import Depends

from dashboards.common.queries import calendar, generations, positions
from dashboards.settings import DashboardsSettings
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.db.query import Transaction
from shared.http.context import Context, context_of

DashboardsContext = Context[DashboardsSettings]
InContext = Annotated[DashboardsContext, Depends(context_of)]

SCOPE = "dashboards.read"
Viewer = Annotated[Caller, needs(SCOPE)]
"""Somebody who may open the pages and read the API; whom they may see is decided by the use cases."""


async def _zone(context: InContext, caller: Viewer) -> str:
    async with context.database.lean_transaction(caller.district_id) as session:
        return await calendar.zone(session, caller.district_id)


Zone = Annotated[str, Depends(_zone)]
"""Of the district's calendar: of the days that people read on pages, and mean when they name one."""


async def stream_position(session: Transaction, caller: Caller) -> str:
    """Where the stream stood before the page was read: a page goes on from there and misses nothing."""
    generation = await generations.current(session)
    return f"{generation}-{await positions.head(session, generation, caller.district_id)}"


async def _position_before(context: InContext, caller: Viewer) -> str:
    async with context.database.lean_transaction(caller.district_id) as session:
        return await stream_position(session, caller)


PositionBefore = Annotated[str, Depends(_position_before)]
"""The same for a page that asks competency; it stands before what asks, for what comes in between would be missed."""
