"""Pilots, in SQL."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.pilots.rules.waves import WaveState
from shared.db.query import Command, Query, Scalar, Transaction
from shared.roster.calendars import zone_of
from shared.values.calendar import day_in


class PilotRecord(NamedTuple):
    """A pilot with its last wave, and the zone of the district's calendar. `past_gate` says that the day passed by
    which that wave was to be decided.
    """

    district_id: UUID
    pilot_id: UUID
    title: str
    tried: str
    why: str
    version: int
    proposed_at: datetime
    proposed_by: str
    last_wave: int
    last_state: WaveState
    decides_on: date | None
    past_gate: bool
    district_zone: str


_ZONE = zone_of("p.district_id")
_TODAY = day_in("cast(:now as timestamptz)", _ZONE)
_SELECT = f"""
select p.district_id, p.pilot_id, p.title, p.tried, p.why, p.version, p.proposed_at, p.proposed_by,
  w.wave as last_wave, w.state as last_state, w.decides_on,
  coalesce(w.state in ('locked', 'open') and w.decides_on < {_TODAY}, false) as past_gate, {_ZONE} as district_zone
from pilot p
join lateral (
  select l.wave, l.state, l.decides_on from wave l
  where l.district_id = p.district_id and l.pilot_id = p.pilot_id order by l.wave desc limit 1
) w on true
"""  # noqa: S608
_ADD = Command("""
insert into pilot (district_id, pilot_id, title, tried, why, proposed_at, proposed_by)
values (:district_id, :pilot_id, :title, :tried, :why, :at, :by)
""")
_FIND = Query(f"{_SELECT} where p.pilot_id = :pilot_id", PilotRecord)
_LOCK = Query(f"{_SELECT} where p.pilot_id = :pilot_id for no key update of p", PilotRecord)
_PAGE = Query(
    f"""
    {_SELECT}
    where (cast(:after as uuid) is null or p.pilot_id > cast(:after as uuid))
      and (cast(:state as text) is null or w.state = cast(:state as text))
      and (cast(:past_gate as boolean) is null or cast(:past_gate as boolean) =
           coalesce(w.state in ('locked', 'open') and w.decides_on < {_TODAY}, false))
    order by p.pilot_id limit :limit
    """,
    PilotRecord,
)
_CHANGE = Command("""
update pilot set title = :title, tried = :tried, why = :why, version = version + 1 where pilot_id = :pilot_id
""")
_LOCK_ALL = Scalar(
    "select p.pilot_id from pilot p where p.district_id = :district_id order by p.pilot_id for share", UUID
)


async def add_pilot(
    session: Transaction, district_id: UUID, pilot_id: UUID, words: tuple[str, str, str], at: datetime, by: str
) -> None:
    """Stores a pilot: its title, what is tried and why."""
    title, tried, why = words
    await _ADD.run(session, district_id=district_id, pilot_id=pilot_id, title=title, tried=tried, why=why, at=at, by=by)


async def find_pilot(session: Transaction, pilot_id: UUID, now: datetime, *, lock: bool = False) -> PilotRecord | None:
    return await (_LOCK if lock else _FIND).first(session, pilot_id=pilot_id, now=now)


async def page_of_pilots(
    session: Transaction, after: UUID | None, state: WaveState | None, past_gate: bool | None, limit: int, now: datetime
) -> list[PilotRecord]:
    return await _PAGE.all(session, after=after, state=state, past_gate=past_gate, limit=limit, now=now)


async def set_pilot(session: Transaction, pilot_id: UUID, title: str, tried: str, why: str) -> None:
    await _CHANGE.run(session, pilot_id=pilot_id, title=title, tried=tried, why=why)


async def lock_all_pilots(session: Transaction, district_id: UUID) -> list[UUID]:
    """Returns all pilots of the district; nothing of them is decided until the commit."""
    return await _LOCK_ALL.all(session, district_id=district_id)
