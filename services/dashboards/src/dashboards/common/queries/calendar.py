"""The district's calendar, as competency tells of it (ADR 0020).

`ZONE` and `TODAY` are for statements that bind `generation` and `district_id`.
"""

from datetime import datetime
from uuid import UUID

from dashboards.common.queries.generations import GENERATION
from shared.db.query import Command, Scalar, Transaction
from shared.values.calendar import DEFAULT_ZONE, today_in

_TOLD = "select z.time_zone from district_calendar z where z.generation = {} and z.district_id = :district_id"
ZONE = f"coalesce(({_TOLD.format(':generation')}), '{DEFAULT_ZONE}')"
TODAY = today_in(ZONE)

_ZONE_NOW = Scalar(f"select coalesce(({_TOLD.format(GENERATION)}), '{DEFAULT_ZONE}')", str)
_STORE = Command("""
insert into district_calendar (generation, district_id, time_zone, version, changed_at)
values (:generation, :district_id, :time_zone, :version, :changed_at)
on conflict (generation, district_id) do update set time_zone = excluded.time_zone, version = excluded.version,
  changed_at = excluded.changed_at
""")


async def zone(session: Transaction, district_id: UUID) -> str:
    """The time zone of the live generation's calendar."""
    return await _ZONE_NOW.one(session, district_id=district_id)


async def store(
    session: Transaction, generation: int, district_id: UUID, time_zone: str, version: int, changed_at: datetime
) -> None:
    """Take over the district's last word. A publisher that was restored from a backup counts versions anew."""
    await _STORE.run(
        session, generation=generation, district_id=district_id, time_zone=time_zone, version=version,
        changed_at=changed_at,
    )  # fmt: skip
