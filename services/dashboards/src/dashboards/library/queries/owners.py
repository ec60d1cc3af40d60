"""The district whose session it is, by the name that it registered with, and the zone of its days."""

from typing import NamedTuple
from uuid import UUID

from dashboards.common.queries.generations import LIVE
from shared.db.query import Query, Transaction
from shared.roster.calendars import zone_of


class Owner(NamedTuple):
    """Whose an item is. The name is that of the directory of districts, which all read; None where it is not known."""

    name: str | None
    zone: str


_OWNER = Query(
    f"""
select d.name, {zone_of(":district_id", generation="live.generation")} as zone
from {LIVE} left join district d
  on d.generation = live.generation and d.district_id = :district_id and d.registered_id = :district_id
""",  # noqa: S608
    Owner,
)


async def find_owner(session: Transaction, district_id: UUID) -> Owner:
    return await _OWNER.one(session, district_id=district_id)
