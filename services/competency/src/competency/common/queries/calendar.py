"""The district's calendar, which it sets with its planning rules (ADR 0020)."""

from datetime import date
from uuid import UUID

from shared.db.query import Scalar, Transaction
from shared.values.calendar import DEFAULT_ZONE, today_in


def zone_of(alias: str) -> str:
    """SQL: the time zone of the district that a row is of."""
    zone_set = f"select z.time_zone from planning_rules z where z.district_id = {alias}.district_id"  # noqa: S608
    return f"coalesce(({zone_set}), '{DEFAULT_ZONE}')"


def today_of(alias: str) -> str:
    """SQL: the day that it is in the district that a row is of."""
    return today_in(zone_of(alias))


_SPOKEN_FOR = "cast(nullif(current_setting('app.district_id', true), '') as uuid)"
_OURS = f"coalesce((select z.time_zone from planning_rules z where z.district_id = {_SPOKEN_FOR}), '{DEFAULT_ZONE}')"  # noqa: S608
TODAY = today_in(_OURS)
"""SQL for the day of the district that the transaction speaks for: worked out once a statement, not once a row."""
TOMORROW = f"(cast({TODAY} + 1 as timestamp) at time zone {_OURS})"
"""And for the moment at which its next day begins."""

_ZONE = Scalar(f"select {zone_of('d')} from (select cast(:district_id as uuid) as district_id) d", str)  # noqa: S608
_TODAY = Scalar(f"select {today_of('d')} from (select cast(:district_id as uuid) as district_id) d", date)  # noqa: S608
_IS_ZONE = Scalar("select exists (select from pg_timezone_names where name = :name)", bool)


async def zone(session: Transaction, district_id: UUID) -> str:
    """Returns the time zone of the district's calendar."""
    return await _ZONE.one(session, district_id=district_id)


async def today(session: Transaction, district_id: UUID) -> date:
    """Returns the day that the district's calendar shows."""
    return await _TODAY.one(session, district_id=district_id)


async def is_zone(session: Transaction, name: str) -> bool:
    """Returns whether the database knows a zone of this name; the servers of some systems know fewer than Python."""
    return await _IS_ZONE.one(session, name=name)
