"""What was told of results and gaps, in SQL."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from readiness.assessments.queries.assessments import Level
from readiness.scoring.rules.gaps import GapKind, Severity
from shared.db.query import Query, Transaction


class ToldResult(NamedTuple):
    """A result, and by which version of the assessment its closing is known."""

    assessment_id: UUID
    result: int
    closing: int


class ToldGap(NamedTuple):
    """A gap as it was told last: by the result that showed it first, or another severity; and the one that closed it,
    if one did.
    """

    gap_id: UUID
    instrument_id: UUID
    level: Level
    site_id: UUID | None
    kind: GapKind
    condition: str
    question: str | None
    severity: Severity
    assessment_id: UUID
    result: int
    found_on: date
    closed_assessment_id: UUID | None
    closed_result: int | None
    closed_on: date | None


_RESULTS = Query(
    """
    select r.assessment_id, r.result, r.closing from result r
    where r.district_id = :district_id order by r.assessment_id, r.result
    """,
    ToldResult,
)
_GAPS = Query(
    """
    select g.gap_id, g.instrument_id, g.level, g.site_id, g.kind, g.condition, g.question, g.severity,
      coalesce(g.severity_assessment_id, g.opened_assessment_id) as assessment_id,
      coalesce(g.severity_result, g.opened_result) as result,
      coalesce(g.severity_on, g.opened_on) as found_on,
      g.closed_assessment_id, g.closed_result, g.closed_on
    from gap g where g.district_id = :district_id order by g.gap_id for share of g
    """,
    ToldGap,
)


async def find_told_results(session: Transaction, district_id: UUID) -> list[ToldResult]:
    """Returns the district's results, those of an assessment oldest first."""
    return await _RESULTS.all(session, district_id=district_id)


async def lock_told_gaps(session: Transaction, district_id: UUID) -> list[ToldGap]:
    """Returns the district's gaps, which no result changes until the commit."""
    return await _GAPS.all(session, district_id=district_id)
