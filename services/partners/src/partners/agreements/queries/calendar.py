"""The calendars of districts, as competency tells of them (ADR 0020)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.values.calendar import DEFAULT_ZONE


def zone_of(district: str) -> str:
    """SQL for the zone of a district, by SQL for its id."""
    told = f"select z.time_zone from district_calendar z where z.district_id = {district}"  # noqa: S608
    return f"coalesce(({told}), '{DEFAULT_ZONE}')"


_ZONE = text(f"select {zone_of('cast(:district_id as uuid)')}")
_KEEP = text("""
insert into district_calendar (district_id, time_zone, version, changed_at)
values (:district_id, :time_zone, :version, :changed_at)
on conflict (district_id) do update set time_zone = excluded.time_zone, version = excluded.version,
  changed_at = excluded.changed_at
""")


async def zone(session: AsyncSession, district_id: UUID) -> str:
    return str(await session.scalar(_ZONE, {"district_id": district_id}))


async def keep(session: AsyncSession, district_id: UUID, time_zone: str, version: int, changed_at: datetime) -> None:
    """Take over the district's last word. A publisher that was restored from a backup counts versions anew."""
    parameters = {"district_id": district_id, "time_zone": time_zone, "version": version, "changed_at": changed_at}
    await session.execute(_KEEP, parameters)
