"""The district's calendar, as competency tells of it (ADR 0020).

`zone_of`, `ZONE` and `TODAY` are for statements that bind `district_id`; the latter two bind `generation` too.
"""

from datetime import datetime
from uuid import UUID

from shared.db.query import Command, Transaction
from shared.values.calendar import DEFAULT_ZONE, today_in


def zone_of(generation: str) -> str:
    """SQL: the time zone of a generation's calendar."""
    told = f"select z.time_zone from district_calendar z where z.generation = {generation}"  # noqa: S608
    return f"coalesce(({told} and z.district_id = :district_id), '{DEFAULT_ZONE}')"


ZONE = zone_of(":generation")
TODAY = today_in(ZONE)

_STORE = Command("""
insert into district_calendar (generation, district_id, time_zone, version, changed_at)
values (:generation, :district_id, :time_zone, :version, :changed_at)
on conflict (generation, district_id) do update set time_zone = excluded.time_zone, version = excluded.version,
  changed_at = excluded.changed_at
""")


async def store(
    session: Transaction, generation: int, district_id: UUID, time_zone: str, version: int, changed_at: datetime
) -> None:
    """Take over the district's last word. A publisher that was restored from a backup counts versions anew."""
    await _STORE.run(
        session, generation=generation, district_id=district_id, time_zone=time_zone, version=version,
        changed_at=changed_at,
    )  # fmt: skip
