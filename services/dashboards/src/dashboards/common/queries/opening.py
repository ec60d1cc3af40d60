"""What has to be known of a district before a page is put together."""

from typing import NamedTuple
from uuid import UUID

from dashboards.common.queries.generations import LIVE
from dashboards.common.queries.positions import POSITION
from shared.db.query import Query, Transaction
from shared.roster.calendars import zone_of


class Opening(NamedTuple):
    """The zone of the district's calendar, and where its stream stands."""

    time_zone: str
    position: str


_OPENING = Query(
    f"select {zone_of(':district_id', generation='live.generation')} as time_zone, {POSITION} as position from {LIVE}",  # noqa: S608
    Opening,
)


async def find_opening(session: Transaction, district_id: UUID) -> Opening:
    return await _OPENING.one(session, district_id=district_id)
