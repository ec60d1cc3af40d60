"""Gaps in SQL."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from readiness.assessments.queries.assessments import AssessmentRecord, Level
from readiness.scoring.rules.gaps import Gap, GapKey, GapKind, Severity
from readiness.scoring.schemas.gaps import GapState
from shared.db.query import Command, Query, Scalar, Transaction


class GapRecord(NamedTuple):
    """A gap as it is stored."""

    gap_id: UUID
    instrument_id: UUID
    level: Level
    site_id: UUID | None
    kind: GapKind
    condition: str
    question: str | None
    severity: Severity
    opened_assessment_id: UUID
    opened_result: int
    opened_on: date
    seen_assessment_id: UUID
    seen_result: int
    closed_assessment_id: UUID | None
    closed_result: int | None
    closed_on: date | None

    @property
    def key(self) -> GapKey:
        return GapKey(self.kind, self.condition, self.question)


class FoundIn(NamedTuple):
    """The result that tells of a gap."""

    assessment: AssessmentRecord
    result: int
    day: date


_COLUMNS = """
g.gap_id, g.instrument_id, g.level, g.site_id, g.kind, g.condition, g.question, g.severity, g.opened_assessment_id,
g.opened_result, g.opened_on, g.seen_assessment_id, g.seen_result, g.closed_assessment_id, g.closed_result, g.closed_on
"""
_SELECT = f"select {_COLUMNS} from gap g"  # noqa: S608
# Locked, so that no other result changes them meanwhile; that none is opened twice, `ix_gap_open` sees to.
_OPEN = Query(
    f"""
    {_SELECT}
    where g.instrument_id = :instrument_id and g.level = :level and g.site_id is not distinct from :site_id
      and g.closed_on is null
    order by g.gap_id for no key update of g
    """,
    GapRecord,
)
_FIND = Query(f"{_SELECT} where g.gap_id = :gap_id", GapRecord)
_LIST = Query(
    f"""
    {_SELECT}
    where (cast(:after as uuid) is null or g.gap_id > cast(:after as uuid))
      and (cast(:state as text) is null or (g.closed_on is null) = (cast(:state as text) = 'open'))
      and (cast(:level as text) is null or g.level = cast(:level as text))
      and (cast(:site_id as uuid) is null or g.site_id = cast(:site_id as uuid))
      and (cast(:severity as text) is null or g.severity = cast(:severity as text))
      and (cast(:assessment_id as uuid) is null or cast(:assessment_id as uuid)
        in (g.opened_assessment_id, g.seen_assessment_id, g.closed_assessment_id))
    order by g.gap_id limit :limit
    """,
    GapRecord,
)
_ADD = Command("""
insert into gap (district_id, gap_id, instrument_id, level, site_id, kind, condition, question, severity,
  opened_assessment_id, opened_result, opened_on, seen_assessment_id, seen_result)
select cast(:district_id as uuid), n.gap_id, cast(:instrument_id as uuid), cast(:level as text),
  cast(:site_id as uuid), n.kind, n.condition, n.question, n.severity, cast(:assessment_id as uuid),
  cast(:result as bigint), cast(:day as date), cast(:assessment_id as uuid), cast(:result as bigint)
from unnest(cast(:ids as uuid[]), cast(:kinds as text[]), cast(:conditions as text[]), cast(:questions as text[]),
  cast(:severities as text[])) as n(gap_id, kind, condition, question, severity)
""")
_SEE = Command("""
update gap g set severity = n.severity, seen_assessment_id = :assessment_id, seen_result = :result,
  severity_assessment_id = case when g.severity = n.severity then g.severity_assessment_id
    else cast(:assessment_id as uuid) end,
  severity_result = case when g.severity = n.severity then g.severity_result else cast(:result as bigint) end,
  severity_on = case when g.severity = n.severity then g.severity_on else cast(:day as date) end
from unnest(cast(:ids as uuid[]), cast(:severities as text[])) as n(gap_id, severity) where g.gap_id = n.gap_id
""")
_CLOSE = Command("""
update gap set closed_assessment_id = :assessment_id, closed_result = :result, closed_on = :day
where gap_id = any(cast(:ids as uuid[]))
""")
_HAS_NEWER = Scalar(
    """
    select true from result r
    join assessment a on a.district_id = r.district_id and a.assessment_id = r.assessment_id
    where a.instrument_id = :instrument_id and a.level = :level and a.site_id is not distinct from :site_id
      and r.closed_at > :closed_at
    limit 1
    """,
    bool,
)


async def has_newer_result(session: Transaction, record: AssessmentRecord) -> bool:
    """Returns whether a later closing of the same instrument, of the same district or school, has been scored."""
    found = await _HAS_NEWER.get(
        session,
        instrument_id=record.instrument_id,
        level=record.level,
        site_id=record.site_id,
        closed_at=record.closed_at,
    )
    return found is True


async def find_open_gaps(session: Transaction, record: AssessmentRecord) -> list[GapRecord]:
    """Returns, locked, the open gaps of this assessment's instrument, district or school."""
    return await _OPEN.all(session, instrument_id=record.instrument_id, level=record.level, site_id=record.site_id)


async def find_gap(session: Transaction, gap_id: UUID) -> GapRecord | None:
    return await _FIND.first(session, gap_id=gap_id)


async def find_gaps(
    session: Transaction,
    after: UUID | None,
    limit: int,
    *,
    state: GapState | None,
    level: Level | None,
    site_id: UUID | None,
    severity: Severity | None,
    assessment_id: UUID | None,
) -> list[GapRecord]:
    return await _LIST.all(
        session,
        after=after,
        state=state,
        level=level,
        site_id=site_id,
        severity=severity,
        assessment_id=assessment_id,
        limit=limit,
    )


async def add_gaps(session: Transaction, found: FoundIn, gaps: Sequence[tuple[UUID, Gap]]) -> None:
    record = found.assessment
    await _ADD.run(
        session,
        district_id=record.district_id,
        instrument_id=record.instrument_id,
        level=record.level,
        site_id=record.site_id,
        assessment_id=record.assessment_id,
        result=found.result,
        day=found.day,
        ids=[gap_id for gap_id, _ in gaps],
        kinds=[one.key.kind for _, one in gaps],
        conditions=[one.key.condition for _, one in gaps],
        questions=[one.key.question for _, one in gaps],
        severities=[one.severity for _, one in gaps],
    )


async def set_seen(session: Transaction, found: FoundIn, gaps: Sequence[tuple[UUID, Gap]]) -> None:
    """Stores that this result shows these gaps too, and how severe they are in it."""
    await _SEE.run(
        session,
        assessment_id=found.assessment.assessment_id,
        result=found.result,
        day=found.day,
        ids=[gap_id for gap_id, _ in gaps],
        severities=[one.severity for _, one in gaps],
    )


async def set_gaps_closed(session: Transaction, found: FoundIn, ids: Sequence[UUID]) -> None:
    await _CLOSE.run(
        session,
        assessment_id=found.assessment.assessment_id,
        result=found.result,
        day=found.day,
        ids=list(ids),
    )
