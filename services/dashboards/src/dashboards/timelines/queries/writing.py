"""Writing what is told of gaps."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from shared.db.query import Query, Scalar, Transaction


class ToldStep(NamedTuple):
    """A row of `GapStep`; `said` is JSON."""

    gap_id: UUID
    kind: str
    of_id: UUID
    number: int
    day: date
    moment: datetime | None
    trace_id: str | None
    said: str


class ToldResult(NamedTuple):
    """A row of `ScoredAssessment`; `said` is JSON."""

    assessment_id: UUID
    number: int
    instrument_id: UUID
    level: str
    site_id: UUID | None
    day: date
    moment: datetime | None
    trace_id: str | None
    said: str


class OfInstrument(NamedTuple):
    """Whose gaps a result concerns."""

    instrument_id: UUID
    level: str
    site_id: UUID | None


# What is told again says the same, and when that was known before: the first moment and trace stay.
_KEPT = """
set day = excluded.day, moment = coalesce(t.moment, excluded.moment),
  trace_id = coalesce(t.trace_id, excluded.trace_id), said = excluded.said
where (t.day, t.said, t.moment, t.trace_id) is distinct from
  (excluded.day, excluded.said, coalesce(t.moment, excluded.moment), coalesce(t.trace_id, excluded.trace_id))
"""
_KEEP_STEPS = Scalar(
    f"""
insert into gap_step as t (generation, district_id, gap_id, kind, of_id, number, day, moment, trace_id, said)
select :generation, cast(:district_id as uuid), i.gap_id, i.kind, i.of_id, i.number, i.day, i.moment, i.trace_id,
  cast(i.said as jsonb)
from unnest(cast(:gaps as uuid[]), cast(:kinds as text[]), cast(:of as uuid[]), cast(:numbers as bigint[]),
  cast(:days as date[]), cast(:moments as timestamptz[]), cast(:traces as text[]), cast(:said as text[]))
  as i(gap_id, kind, of_id, number, day, moment, trace_id, said)
on conflict (generation, district_id, gap_id, kind, of_id, number) do update {_KEPT}
returning gap_id
""",  # noqa: S608
    UUID,
)
_KEEP_RESULTS = Query(
    f"""
insert into scored_assessment as t (generation, district_id, assessment_id, number, instrument_id, level, site_id, day,
  moment, trace_id, said)
select :generation, cast(:district_id as uuid), i.assessment_id, i.number, i.instrument_id, i.level, i.site_id, i.day,
  i.moment, i.trace_id, cast(i.said as jsonb)
from unnest(cast(:assessments as uuid[]), cast(:numbers as bigint[]), cast(:instruments as uuid[]),
  cast(:levels as text[]), cast(:sites as uuid[]), cast(:days as date[]), cast(:moments as timestamptz[]),
  cast(:traces as text[]), cast(:said as text[]))
  as i(assessment_id, number, instrument_id, level, site_id, day, moment, trace_id, said)
on conflict (generation, district_id, assessment_id, number) do update {_KEPT}
returning t.instrument_id, t.level, t.site_id
""",  # noqa: S608
    OfInstrument,
)
_GAPS_OF = Scalar(
    """
select distinct s.gap_id from gap_step s
join unnest(cast(:instruments as uuid[]), cast(:levels as text[]), cast(:sites as uuid[]))
  as i(instrument_id, level, site_id) on s.said ->> 'instrument_id' = i.instrument_id::text
  and s.said ->> 'level' = i.level and s.said ->> 'site_id' is not distinct from i.site_id::text
where s.generation = :generation and s.district_id = :district_id and s.kind = 'found'
""",
    UUID,
)


async def keep_steps(session: Transaction, generation: int, district_id: UUID, rows: Sequence[ToldStep]) -> list[UUID]:
    """Keep these, no two of one key; returns the gaps whose timelines are not as they were."""
    if not rows:
        return []
    gaps, kinds, of, numbers, days, moments, traces, said = map(list, zip(*rows, strict=True))
    changed = await _KEEP_STEPS.all(
        session, generation=generation, district_id=district_id, gaps=gaps, kinds=kinds, of=of, numbers=numbers,
        days=days, moments=moments, traces=traces, said=said,
    )  # fmt: skip
    return list(dict.fromkeys(changed))


async def keep_results(
    session: Transaction, generation: int, district_id: UUID, rows: Sequence[ToldResult]
) -> list[UUID]:
    """Keep these, no two of one key; returns the gaps whose timelines are not as they were."""
    assessments, numbers, instruments, levels, sites, days, moments, traces, said = map(list, zip(*rows, strict=True))
    changed = await _KEEP_RESULTS.all(
        session, generation=generation, district_id=district_id, assessments=assessments, numbers=numbers,
        instruments=instruments, levels=levels, sites=sites, days=days, moments=moments, traces=traces, said=said,
    )  # fmt: skip
    if not changed:
        return []
    return await _GAPS_OF.all(
        session, generation=generation, district_id=district_id, instruments=[one.instrument_id for one in changed],
        levels=[one.level for one in changed], sites=[one.site_id for one in changed],
    )  # fmt: skip
