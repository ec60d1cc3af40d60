"""Results as they are read: scores worked out of the cells that were kept, in the depth that the reader may see."""

import asyncio
from typing import Literal, NamedTuple
from uuid import UUID

from readiness.assessments.queries.assessments import AssessmentRecord
from readiness.assessments.queries.pinned import PinnedInstruments
from readiness.assessments.usecases.assessments import get_assessment
from readiness.scoring.queries.results import (
    ResultRecord,
    find_full_cells,
    find_last_result,
    find_released_cells,
    find_result,
    find_result_roles,
)
from readiness.scoring.rules.explain import Depth, Explanation, explain
from readiness.scoring.rules.of_instrument import terms_of
from readiness.scoring.rules.response import AskedRole
from readiness.scoring.rules.scores import Scores, score
from readiness.scoring.rules.terms import Terms
from readiness.scoring.schemas.stored import cells_from_stored
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotAllowed, NotFound, invalid
from shared.values.json_types import JsonArray

SEES_ALL = ("system", "operator")
"""Whom a district may trust with all answers: its systems and those who run them. No leader and no educator: raters are
told that figures of few are not shown, and those are whom they may fear.
"""


class ReadResult(NamedTuple):
    """A result with what its scores are made of."""

    assessment: AssessmentRecord
    record: ResultRecord
    roles: list[AskedRole]
    terms: Terms
    scores: Scores


class ExplainedResult(NamedTuple):
    result: ReadResult
    explanation: Explanation


async def read_result(
    session: Transaction,
    pinned: PinnedInstruments,
    assessment_id: UUID,
    number: int,
    depth: Literal["released", "full"] = "released",
) -> ReadResult:
    """Raises a 404 for an assessment or a result that the session's district does not have."""
    assessment = await get_assessment(session, assessment_id)
    record = await find_result(session, assessment_id, number)
    if record is None:
        raise NotFound("The assessment has no such result. Each closing gets one, within a minute or so.")
    return await _read(session, pinned, assessment, record, depth)


async def read_last_result(session: Transaction, pinned: PinnedInstruments, assessment_id: UUID) -> ReadResult:
    """Returns the released newest result. Raises a 404, and a Conflict for an assessment that has none yet."""
    assessment = await get_assessment(session, assessment_id)
    record = await find_last_result(session, assessment_id)
    if record is None:
        raise Conflict(f"The assessment {assessment_id} has no result yet: close it first.")
    return await _read(session, pinned, assessment, record, "released")


async def read_explanation(
    session: Transaction, pinned: PinnedInstruments, assessment_id: UUID, number: int
) -> ExplainedResult:
    """Returns what is released. Raises a 404 as `read_result` does."""
    return await _explained(session, pinned, assessment_id, number, "released")


async def read_full_explanation(
    session: Transaction, caller: Caller, pinned: PinnedInstruments, assessment_id: UUID, number: int
) -> ExplainedResult:
    """Returns all that each role said. Raises NotAllowed for those who may not see it, and a 404 as `read_result`."""
    if caller.role not in SEES_ALL:
        raise NotAllowed("All answers are seen by your district's systems and operators only: read what is released.")
    return await _explained(session, pinned, assessment_id, number, "full")


async def _explained(
    session: Transaction, pinned: PinnedInstruments, assessment_id: UUID, number: int, depth: Depth
) -> ExplainedResult:
    found = await read_result(session, pinned, assessment_id, number, depth)
    return ExplainedResult(found, await asyncio.to_thread(explain, found.terms, found.scores, depth))


def ensure_condition(terms: Terms, condition: str | None) -> None:
    """Raises an Invalid for a condition that the instrument does not have."""
    keys = [one.key for one in terms.conditions]
    if condition is not None and condition not in keys:
        raise invalid("/condition", f"There is no such condition. Choose one of {', '.join(keys)[:500]}.")


async def _read(
    session: Transaction, pinned: PinnedInstruments, assessment: AssessmentRecord, record: ResultRecord, depth: Depth
) -> ReadResult:
    instrument = await pinned.get(
        session, assessment.district_id, assessment.instrument_id, assessment.instrument_version
    )
    roles = await find_result_roles(session, assessment.assessment_id, record.result)
    kept: JsonArray
    if depth == "full":
        kept = (await find_full_cells(session, assessment.assessment_id, record.result)).full_cells
    else:
        kept = (await find_released_cells(session, assessment.assessment_id, record.result)).released_cells
    terms = terms_of(instrument, [one.role for one in roles])
    scores = await asyncio.to_thread(_scores, terms, record.result, kept, roles)
    return ReadResult(assessment, record, roles, terms, scores)


def _scores(terms: Terms, number: int, kept: JsonArray, roles: list[AskedRole]) -> Scores:
    cells = [one.cell for one in cells_from_stored(terms, number, kept)]
    return score(terms, cells, {one.role: one.invited for one in roles})
