"""Gaps and what was told of them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from dashboards.common.queries.calendar import TODAY
from dashboards.common.queries.reader import HERE, Reader
from shared.db.query import Query, Scalar


class GapRow(NamedTuple):
    """A gap, whether it is closed, and the day of the last that was told of it."""

    gap_id: UUID
    closed: bool
    last_on: date


class StepRow(NamedTuple):
    """What was told of a gap; `said` is JSON."""

    gap_id: UUID
    kind: str
    of_id: UUID
    number: int
    day: date
    moment: datetime | None
    trace_id: str | None
    said: str


class DistrictRow(NamedTuple):
    district_id: UUID


class CoachRow(NamedTuple):
    coach_id: UUID
    person_id: UUID


# A result belongs to all gaps of its instrument in that district or school, from the day on which each was found.
_REASSESSES = f"""
{HERE.format("a")} and a.instrument_id::text = s.said ->> 'instrument_id' and a.level = s.said ->> 'level'
  and a.site_id::text is not distinct from s.said ->> 'site_id' and a.day >= s.day
"""
# A gap that was found here is the district's own; of others coaching says whose they are.
_WHOSE = """
coalesce(case when bool_or(s.kind = 'found') then cast(:district_id as uuid) end,
  cast(min(s.said ->> 'partner_id') as uuid), cast(:district_id as uuid))
"""
_GAPS = Query(
    f"""
select g.gap_id, g.closed, g.last_on from (
  select s.gap_id,
    bool_or(s.kind = 'closed' or (s.kind = 'match_ended' and s.said ->> 'because' = 'gap_closed')) as closed,
    greatest(max(s.day), max(r.day)) as last_on, {_WHOSE} as whose
  from gap_step s
  left join lateral (
    select max(a.day) as day from scored_assessment a where s.kind = 'found' and {_REASSESSES}) r on true
  where {HERE.format("s")} group by s.gap_id
) g
where (cast(:state as text) is null or g.closed = (cast(:state as text) = 'closed'))
  and (cast(:whose as uuid) is null or g.whose = cast(:whose as uuid))
  and (cast(:gap_id as uuid) is null or (g.closed, g.last_on, g.gap_id) >
    (cast(:closed as boolean), cast(:last_on as date), cast(:gap_id as uuid)))
order by g.closed, g.last_on, g.gap_id limit :limit
""",  # noqa: S608
    GapRow,
)
_STEPS = Query(
    f"""
select s.gap_id, s.kind, s.of_id, s.number, s.day, s.moment, s.trace_id, cast(s.said as text) as said
from gap_step s where {HERE.format("s")} and s.gap_id = any(cast(:gaps as uuid[]))
union all
select s.gap_id, 'reassessed', a.assessment_id, a.number, a.day, a.moment, a.trace_id, cast(a.said as text)
from gap_step s join scored_assessment a on {_REASSESSES}
where {HERE.format("s")} and s.gap_id = any(cast(:gaps as uuid[])) and s.kind = 'found'
""",  # noqa: S608
    StepRow,
)
_DISTRICTS = Query(
    f"""
select distinct g.whose as district_id
from (select {_WHOSE} as whose from gap_step s where {HERE.format("s")} group by s.gap_id) g order by 1
""",  # noqa: S608
    DistrictRow,
)
_COACHES = Query(
    f"""
select c.coach_id, c.person_id from coach c
where {HERE.format("c")} and c.coach_id = any(cast(:coaches as uuid[]))
""",  # noqa: S608
    CoachRow,
)
_TODAY = Scalar(f"select {TODAY}", date)

GapKey = tuple[bool, date, UUID]


async def list_gaps(
    reader: Reader, state: str | None, whose: UUID | None, after: GapKey | None, limit: int
) -> list[GapRow]:
    """Those that are open first; of these and of the closed ones those first of which nothing has been told longest."""
    closed, last_on, gap_id = after or (None, None, None)
    return await reader.all(_GAPS, state=state, whose=whose, closed=closed, last_on=last_on, gap_id=gap_id, limit=limit)


async def list_districts(reader: Reader) -> list[UUID]:
    """The districts whose gaps these are."""
    return [one.district_id for one in await reader.all(_DISTRICTS)]


async def list_steps(reader: Reader, gaps: Sequence[UUID]) -> list[StepRow]:
    """All that was told of these gaps, results of their instruments among it, in no order. Of a gap that was found
    again a result comes as often.
    """
    return await reader.all(_STEPS, gaps=list(gaps)) if gaps else []


async def list_coaches(reader: Reader, coaches: Sequence[UUID]) -> list[CoachRow]:
    """Those of them who are the district's own."""
    return await reader.all(_COACHES, coaches=list(coaches)) if coaches else []


async def today(reader: Reader) -> date:
    """The day that it is in the district."""
    found = await reader.value(_TODAY)
    if found is None:
        raise LookupError("the database tells no day")
    return found
