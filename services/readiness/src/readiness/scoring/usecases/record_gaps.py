"""What a result says of gaps: which it found, which stayed, which it closes. By released figures only."""

from datetime import date
from typing import NamedTuple, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from readiness.assessments.queries.assessments import AssessmentRecord, Level
from readiness.scoring.queries.gaps import (
    FoundIn,
    add_gaps,
    find_open_gaps,
    has_newer_result,
    set_gaps_closed,
    set_seen,
)
from readiness.scoring.queries.results import ResultRecord
from readiness.scoring.rules.gaps import GapKey, Severity, changes, gaps, judged
from readiness.scoring.rules.scores import Scores
from readiness.scoring.rules.terms import Terms
from shared.contracts.readiness import GapClosed, GapFound
from shared.events.outbox import publish
from shared.values.ids import new_id


class ToldBy(NamedTuple):
    """The result that shows a gap, or that it is closed."""

    assessment_id: UUID
    result: int
    day: date


class Asked(Protocol):
    """Of what a gap is: an instrument, in the district or a school. An assessment and a stored gap both say it."""

    @property
    def instrument_id(self) -> UUID: ...
    @property
    def level(self) -> Level: ...
    @property
    def site_id(self) -> UUID | None: ...


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
    found_in = FoundIn(record, result.result, result.closed_on)
    told_by = ToldBy(record.assessment_id, result.result, result.closed_on)
    opened = [(new_id(), one) for one in found.opened]
    stayed = [(standing[one.key].gap_id, one) for one in found.stayed]
    closed = [standing[key].gap_id for key in found.closed]
    await add_gaps(session, found_in, opened)
    await set_seen(session, found_in, stayed)
    await set_gaps_closed(session, found_in, closed)
    other = [(gap_id, one) for gap_id, one in stayed if standing[one.key].severity != one.severity]
    events = [
        *(found_event(gap_id, one.key, one.severity, record, told_by) for gap_id, one in (*opened, *other)),
        *(closed_event(gap_id, told_by) for gap_id in closed),
    ]
    await publish(session, record.district_id, *events)


def found_event(gap_id: UUID, key: GapKey, severity: Severity, of: Asked, told_by: ToldBy) -> GapFound:
    """That a result shows a gap, or another severity; the same whenever it is told."""
    return GapFound(
        gap_id=gap_id,
        assessment_id=told_by.assessment_id,
        result=told_by.result,
        instrument_id=of.instrument_id,
        level=of.level,
        site_id=of.site_id,
        kind=key.kind,
        condition=key.condition,
        question=key.question,
        severity=severity,
        found_on=told_by.day,
    )


def closed_event(gap_id: UUID, told_by: ToldBy) -> GapClosed:
    """That a result shows a gap closed; the same whenever it is told."""
    return GapClosed(gap_id=gap_id, assessment_id=told_by.assessment_id, result=told_by.result, closed_on=told_by.day)
