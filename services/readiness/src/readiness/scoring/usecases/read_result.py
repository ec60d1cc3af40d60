"""Results as they are read, in the depth that the reader may see."""

import asyncio
from typing import Literal, NamedTuple
from uuid import UUID

from readiness.assessments.usecases.assessments import get_assessment
from readiness.scoring.queries.results import (
    find_last_result,
    find_result,
)
from readiness.scoring.rules.explain import Depth, Explanation, explain
from readiness.scoring.rules.terms import Terms
from readiness.scoring.usecases.known_results import KnownResults, ReadResult
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotAllowed, NotFound, invalid

SEES_ALL = ("system", "operator")
"""Whom a district may trust with all answers: its systems and those who run them. No leader and no educator: raters are
told that figures of few are not shown, and those are whom they may fear.
"""


class ExplainedResult(NamedTuple):
    result: ReadResult
    explanation: Explanation


async def read_result(
    session: Transaction,
    known: KnownResults,
    assessment_id: UUID,
    number: int,
    depth: Literal["released", "full"] = "released",
) -> ReadResult:
    """Raises a 404 for an assessment or a result that the session's district does not have."""
    assessment = await get_assessment(session, assessment_id)
    record = await find_result(session, assessment_id, number)
    if record is None:
        raise NotFound("The assessment has no such result. Each closing gets one, within a minute or so.")
    read = known.full if depth == "full" else known.released
    return await read(session, assessment, record)


async def read_last_result(session: Transaction, known: KnownResults, assessment_id: UUID) -> ReadResult:
    """Returns the released newest result. Raises a 404, and a Conflict for an assessment that has none yet."""
    assessment = await get_assessment(session, assessment_id)
    record = await find_last_result(session, assessment_id)
    if record is None:
        raise Conflict(f"The assessment {assessment_id} has no result yet: close it first.")
    return await known.released(session, assessment, record)


async def read_explanation(
    session: Transaction, known: KnownResults, assessment_id: UUID, number: int
) -> ExplainedResult:
    """Returns what is released. Raises a 404 as `read_result` does."""
    return await _explained(session, known, assessment_id, number, "released")


async def read_full_explanation(
    session: Transaction, caller: Caller, known: KnownResults, assessment_id: UUID, number: int
) -> ExplainedResult:
    """Returns all that each role said. Raises NotAllowed for those who may not see it, and a 404 as `read_result`."""
    if caller.role not in SEES_ALL:
        raise NotAllowed("All answers are seen by your district's systems and operators only: read what is released.")
    return await _explained(session, known, assessment_id, number, "full")


async def _explained(
    session: Transaction, known: KnownResults, assessment_id: UUID, number: int, depth: Depth
) -> ExplainedResult:
    found = await read_result(session, known, assessment_id, number, depth)
    return ExplainedResult(found, await asyncio.to_thread(explain, found.terms, found.scores, depth))


def ensure_condition(terms: Terms, condition: str | None) -> None:
    """Raises an Invalid for a condition that the instrument does not have."""
    keys = [one.key for one in terms.conditions]
    if condition is not None and condition not in keys:
        raise invalid("/condition", f"There is no such condition. Choose one of {', '.join(keys)[:500]}.")
