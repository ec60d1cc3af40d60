"""The district's calendar, as competency tells of it (ADR 0020).

`ZONE` and `TODAY` are for statements that bind `generation` and `district_id`.
"""

from datetime import datetime
from uuid import UUID

from shared.db.query import Command, Transaction
from shared.roster.calendars import zone_of
from shared.values.calendar import today_in

ZONE = zone_of(":district_id", generation=":generation")
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
