"""Closed assessments are scored, one after the other; one that fails holds up no other."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from readiness.assessments.queries.assessments import AssessmentRecord, count_roles, find_assessment
from readiness.assessments.queries.pinned import find_pinned
from readiness.assessments.rules.window import closing_day
from readiness.common.rules.roles import Role
from readiness.scoring.queries.results import (
    DueAssessment,
    ReleasedCells,
    ResultRecord,
    SubmittedRater,
    add_counted_raters,
    add_result,
    add_result_roles,
    clear_failure,
    find_due_assessment,
    find_failure,
    find_released,
    find_submitted,
    is_scored,
    replies_of,
    set_failure,
)
from readiness.scoring.rules.cells import Cell, tally
from readiness.scoring.rules.groups import each_role
from readiness.scoring.rules.of_instrument import response_of, terms_of
from readiness.scoring.rules.scores import Scores, score
from readiness.scoring.rules.suppression import PastCell, dated, past_release, release
from readiness.scoring.rules.terms import OffScale, Terms
from readiness.scoring.rules.trying import next_try
from readiness.scoring.schemas.stored import cells_from_stored, stored_cells
from readiness.scoring.usecases.record_gaps import record_gaps
from shared.contracts.readiness import AssessmentScored, ConditionReached
from shared.db.database import set_tenant
from shared.db.driver_errors import is_plan_outdated, is_unreachable
from shared.events.outbox import publish
from shared.telemetry import in_trace

log = structlog.get_logger(__name__)


class Computed(NamedTuple):
    """What a closing comes to: all cells and the released ones, as they are stored, and the released scores."""

    full: str
    released: str
    scores: Scores


async def score_closed(session: AsyncSession, now: datetime) -> bool:
    """Scores the closed assessment that waits the longest; returns whether there was one. What it tells belongs to the
    trace in which it was closed.
    """
    due = await find_due_assessment(session, now)
    if due is None:
        return False
    with in_trace(due.closing_trace):
        return await _score_due(session, due, now)


async def _score_due(session: AsyncSession, due: DueAssessment, now: datetime) -> bool:
    await set_tenant(session, due.district_id)
    record = await find_assessment(session, due.assessment_id, lock=True)
    if record is None or record.closed_at is None:
        return True  # opened again meanwhile
    if await is_scored(session, record):
        return True
    try:
        async with session.begin_nested():
            await score_assessment(session, record, record.closed_at, now)
    except Exception as error:
        if is_unreachable(error) or is_plan_outdated(error):
            raise
        await _record_failure(session, record, error, now)
    return True


async def score_assessment(session: AsyncSession, record: AssessmentRecord, closed_at: datetime, now: datetime) -> None:
    """Stores the result of a closing in both depths, and tells what is released; the assessment is locked."""
    instrument = await find_pinned(session, record.instrument_id, record.instrument_version)
    roles = await count_roles(session, record, date.max)
    terms = terms_of(instrument, [one.role for one in roles])
    raters = await find_submitted(session, record.assessment_id)
    earlier = await find_released(session, record.assessment_id)
    invited = {one.role: one.invited for one in roles}
    computed = await asyncio.to_thread(compute, terms, str(record.assessment_id), raters, earlier, invited)
    day = closing_day(record.closes_on, closed_at, record.time_zone)
    result = ResultRecord(
        assessment_id=record.assessment_id,
        result=len(earlier) + 1,
        closing=record.version,
        closed_at=closed_at,
        closed_on=day,
        scored_at=now,
        score=computed.scores.score,
        reached=computed.scores.level.key,
    )
    await add_result(session, record.district_id, result, computed.full, computed.released)
    await add_result_roles(session, record.district_id, result, roles)
    newly = [one.invitation_id for one in raters if one.result is None]
    await add_counted_raters(session, record.district_id, result, newly)
    await clear_failure(session, record.assessment_id)
    await publish(session, record.district_id, scored_event(record, result, computed.scores))
    await record_gaps(session, record, result, terms, computed.scores)


def compute(
    terms: Terms,
    assessment: str,
    raters: Sequence[SubmittedRater],
    earlier: Sequence[ReleasedCells],
    invited: dict[Role, int],
) -> Computed:
    """Returns what the answers of these raters come to after everything that was released of them earlier."""
    responses = [response_of(terms, str(one.invitation_id), one.role, replies_of(one)) for one in raters]
    counted = {str(one.invitation_id): one.result for one in raters if one.result is not None}
    past = [cells_from_stored(terms, one.result, one.released_cells) for one in earlier]
    history = [past_release(terms, assessment, cells, responses, counted) for cells in past]
    number = len(earlier) + 1
    full: tuple[Cell, ...] = tally(terms, each_role(terms), responses)
    released = release(terms, responses, assessment, history)
    return Computed(
        full=stored_cells(PastCell(cell, number) for cell in full),
        released=stored_cells(dated(released, number, past)),
        scores=score(terms, released.shown(), invited),
    )


def scored_event(record: AssessmentRecord, result: ResultRecord, scores: Scores) -> AssessmentScored:
    """Returns the event that a closed assessment has a result; the same whenever it is told."""
    return AssessmentScored(
        assessment_id=record.assessment_id,
        result=result.result,
        instrument_id=record.instrument_id,
        instrument_version=record.instrument_version,
        level=record.level,
        site_id=record.site_id,
        closed_on=result.closed_on,
        score=scores.score,
        reached=scores.level.key,
        conditions=tuple(
            ConditionReached(condition=one.condition, score=one.score, reached=one.level.key)
            for one in scores.conditions
        ),
    )


async def _record_failure(session: AsyncSession, record: AssessmentRecord, error: Exception, now: datetime) -> None:
    before = await find_failure(session, record.assessment_id)
    tries = 1 if before is None or before.closing != record.version else before.tries + 1
    code = "off_scale" if isinstance(error, OffScale) else "unexpected"
    # The error's own words may hold what somebody answered, so they are in no log.
    log.error(
        "scoring.failed", assessment_id=str(record.assessment_id), code=code, kind=type(error).__name__, tries=tries
    )
    await set_failure(session, record, code, tries, next_try(tries, now))
