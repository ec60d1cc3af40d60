"""Weekly meetings, in SQL."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Command, Query, Transaction


class SeriesRecord(NamedTuple):
    """A meeting of every week, as it was planned."""

    series_id: UUID
    engagement_id: UUID
    host_id: UUID
    partner_id: UUID
    first_on: date
    last_on: date
    starts: str
    ends: str
    time_zone: str
    left_out: list[date]


_ADD = Command("""
insert into meeting_series (series_id, engagement_id, host_id, partner_id, first_on, last_on, starts, ends, time_zone,
  left_out, planned_at, planned_by)
values (:series_id, :engagement_id, :host_id, :partner_id, :first_on, :last_on, :starts, :ends, :time_zone,
  cast(:left_out as date[]), :now, :by)
""")
_FIND = Query(
    """
    select s.series_id, s.engagement_id, s.host_id, s.partner_id, s.first_on, s.last_on, s.starts, s.ends, s.time_zone,
      s.left_out
    from meeting_series s where s.series_id = :series_id
    """,
    SeriesRecord,
)


async def add_series(session: Transaction, new: SeriesRecord, now: datetime, by: str) -> None:
    await _ADD.run(session, **new._asdict(), now=now, by=by)


async def find_series(session: Transaction, series_id: UUID) -> SeriesRecord | None:
    return await _FIND.first(session, series_id=series_id)
