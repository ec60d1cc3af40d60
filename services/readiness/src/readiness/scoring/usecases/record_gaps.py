"""What a result says of gaps: which it found, which stayed, which it closes. By released figures only."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from readiness.assessments.queries.assessments import AssessmentRecord
from readiness.scoring.queries.gaps import (
    FoundIn,
    add_gaps,
    find_open_gaps,
    has_newer_result,
    set_gaps_closed,
    set_seen,
)
from readiness.scoring.queries.results import ResultRecord
from readiness.scoring.rules.gaps import Gap, changes, gaps, judged
from readiness.scoring.rules.scores import Scores
from readiness.scoring.rules.terms import Terms
from shared.contracts.readiness import GapClosed, GapFound
from shared.events.outbox import publish
from shared.values.ids import new_id


async def record_gaps(
    session: AsyncSession, record: AssessmentRecord, result: ResultRecord, terms: Terms, scores: Scores
) -> None:
    """Opens, keeps and closes the gaps of the instrument in this district or school. A result that comes after that of
    a later closing says nothing of them any more.
    """
    if await has_newer_result(session, record):
        return
    standing = {one.key: one for one in await find_open_gaps(session, record)}
    found = changes(list(standing), gaps(terms, scores), judged(scores))
    told_by = FoundIn(record, result.result, result.closed_on)
    opened = [(new_id(), one) for one in found.opened]
    stayed = [(standing[one.key].gap_id, one) for one in found.stayed]
    closed = [standing[key].gap_id for key in found.closed]
    await add_gaps(session, told_by, opened)
    await set_seen(session, told_by, stayed)
    await set_gaps_closed(session, told_by, closed)
    other = [(gap_id, one) for gap_id, one in stayed if standing[one.key].severity != one.severity]
    events = [
        *(_found(told_by, gap_id, one) for gap_id, one in (*opened, *other)),
        *(closed_event(gap_id, record.assessment_id, told_by.result, told_by.day) for gap_id in closed),
    ]
    await publish(session, record.district_id, *events)


def _found(told_by: FoundIn, gap_id: UUID, gap: Gap) -> GapFound:
    record = told_by.assessment
    return GapFound(
        gap_id=gap_id,
        assessment_id=record.assessment_id,
        result=told_by.result,
        instrument_id=record.instrument_id,
        level=record.level,
        site_id=record.site_id,
        kind=gap.key.kind,
        condition=gap.key.condition,
        question=gap.key.question,
        severity=gap.severity,
        found_on=told_by.day,
    )


def closed_event(gap_id: UUID, assessment_id: UUID, result: int, closed_on: date) -> GapClosed:
    """That a result shows a gap closed; the same whenever it is told."""
    return GapClosed(gap_id=gap_id, assessment_id=assessment_id, result=result, closed_on=closed_on)
