"""Gaps, and which instruments were taken from which, in SQL."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from coaching.matching.rules.skills import Severity
from shared.contracts.readiness import GapFound
from shared.db.query import Command, Query, Transaction


class GapRecord(NamedTuple):
    """A gap that was found and is open."""

    gap_id: UUID
    instrument_id: UUID
    condition: str
    question: str | None
    kind: str
    level: str
    site_id: UUID | None
    severity: Severity
    found_on: date


class OriginRow(NamedTuple):
    """An instrument, and the one that it comes from in the end."""

    instrument_id: UUID
    origin_instrument_id: UUID


_SELECT = """
select g.gap_id, g.instrument_id, g.condition, g.question, g.kind, g.level, g.site_id, g.severity, g.found_on
from gap g where g.found_on is not null and g.closed_on is null
"""
_PAGE = Query(
    f"{_SELECT} and (cast(:after as uuid) is null or g.gap_id > cast(:after as uuid)) order by g.gap_id limit :limit",
    GapRecord,
)
_FIND = Query(f"{_SELECT} and g.gap_id = :gap_id for share of g", GapRecord)
# What is found again in a result counts, unless a later one is known already; what was closed stays closed.
_FOUND = Command("""
insert into gap (district_id, gap_id, instrument_id, condition, question, kind, level, site_id, severity, found_on,
  found_result)
values (:district_id, :gap_id, :instrument_id, :condition, :question, :kind, :level, :site_id, :severity, :found_on,
  :result)
on conflict (district_id, gap_id) do update set instrument_id = excluded.instrument_id,
  condition = excluded.condition, question = excluded.question, kind = excluded.kind, level = excluded.level,
  site_id = excluded.site_id, severity = excluded.severity, found_on = excluded.found_on,
  found_result = excluded.found_result
where gap.found_result is null or gap.found_result <= excluded.found_result
""")
_CLOSED = Command("""
insert into gap (district_id, gap_id, closed_on, closed_result) values (:district_id, :gap_id, :closed_on, :result)
on conflict (district_id, gap_id) do update set closed_on = excluded.closed_on, closed_result = excluded.closed_result
where gap.closed_on is null
""")
_SET_ORIGIN = Command("""
insert into instrument_origin (district_id, instrument_id, origin_instrument_id)
values (:district_id, :instrument_id, :origin_instrument_id)
on conflict (district_id, instrument_id) do update set origin_instrument_id = excluded.origin_instrument_id
where instrument_origin.origin_instrument_id <> excluded.origin_instrument_id
""")
# A worker sees the origins of every district: a copy may be one of a copy.
_ORIGINS = Query(
    """
    with recursive chain (instrument_id, origin_instrument_id, depth) as (
      select i, i, 0 from unnest(cast(:ids as uuid[])) as i
      union all
      select c.instrument_id, o.origin_instrument_id, c.depth + 1
      from chain c join instrument_origin o on o.instrument_id = c.origin_instrument_id
      where c.depth < 20)
    select distinct on (c.instrument_id) c.instrument_id, c.origin_instrument_id
    from chain c order by c.instrument_id, c.depth desc, c.origin_instrument_id
    """,
    OriginRow,
)


async def set_found(session: Transaction, district_id: UUID, told: GapFound) -> None:
    await _FOUND.run(
        session,
        district_id=district_id,
        gap_id=told.gap_id,
        instrument_id=told.instrument_id,
        condition=told.condition,
        question=told.question,
        kind=told.kind,
        level=told.level,
        site_id=told.site_id,
        severity=told.severity,
        found_on=told.found_on,
        result=told.result,
    )


async def set_closed(session: Transaction, district_id: UUID, gap_id: UUID, day: date, result: int) -> None:
    await _CLOSED.run(session, district_id=district_id, gap_id=gap_id, closed_on=day, result=result)


async def set_origin(session: Transaction, district_id: UUID, instrument_id: UUID, origin: UUID) -> None:
    await _SET_ORIGIN.run(session, district_id=district_id, instrument_id=instrument_id, origin_instrument_id=origin)


async def find_origins(session: Transaction, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Returns of each instrument the one that all of its kind were taken from: itself where it was taken from none."""
    rows = await _ORIGINS.all(session, ids=sorted(set(ids)))
    return {row.instrument_id: row.origin_instrument_id for row in rows}


async def page_of_gaps(session: Transaction, after: UUID | None, limit: int) -> list[GapRecord]:
    """Returns the district's open gaps."""
    return await _PAGE.all(session, after=after, limit=limit)


async def find_open_gap(session: Transaction, gap_id: UUID) -> GapRecord | None:
    """Returns an open gap of the district's, which stays open until the commit."""
    return await _FIND.first(session, gap_id=gap_id)
