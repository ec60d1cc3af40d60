"""In which zones districts' days begin, in SQL."""

from datetime import datetime
from uuid import UUID

from shared.db.query import Command, Scalar, Transaction
from shared.values.calendar import DEFAULT_ZONE


def zone_of(district: str) -> str:
    """Returns SQL for the zone of a district, given SQL for its id."""
    known = f"select z.time_zone from district_calendar z where z.district_id = {district}"  # noqa: S608
    return f"coalesce(({known}), '{DEFAULT_ZONE}')"


_ZONE = Scalar(f"select {zone_of('cast(:district_id as uuid)')}", str)
_SET_CALENDAR = Command("""
insert into district_calendar (district_id, time_zone, version, changed_at)
values (:district_id, :time_zone, :version, :changed_at)
on conflict (district_id) do update set time_zone = excluded.time_zone, version = excluded.version,
  changed_at = excluded.changed_at
""")


async def find_zone(session: Transaction, district_id: UUID) -> str:
    """Returns the zone of a district's calendar, or the default before its calendar is known."""
    return await _ZONE.one(session, district_id=district_id)


async def set_calendar(
    session: Transaction, district_id: UUID, time_zone: str, version: int, changed_at: datetime
) -> None:
    await _SET_CALENDAR.run(
        session, district_id=district_id, time_zone=time_zone, version=version, changed_at=changed_at
    )
