"""A district names who verifies an assessment, and chooses what they verify; nobody else reads what raters gave."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from readiness.assessments.queries.assessments import AssessmentRecord
from readiness.assessments.queries.pinned import PinnedInstruments
from readiness.assessments.usecases.assessments import get_assessment
from readiness.common.rules.sentences import sentence
from readiness.scoring.queries.reviews import ReviewRecord, find_review, set_review
from readiness.scoring.rules.reviews import validate_questions
from readiness.scoring.schemas.reviews import ReviewTerms
from shared.auth.callers import Caller
from shared.errors import Invalid, NotFound
from shared.http.editing import ensure_current
from shared.values.calendar import day_of


async def read_review(session: AsyncSession, assessment_id: UUID) -> ReviewRecord | None:
    """Returns whom the district has named, None where it has named nobody yet."""
    await get_assessment(session, assessment_id)
    return await find_review(session, assessment_id)


async def name_reviewers(
    session: AsyncSession,
    caller: Caller,
    pinned: PinnedInstruments,
    assessment_id: UUID,
    sent: ReviewTerms,
    *,
    expected: str,
    now: datetime,
) -> ReviewRecord:
    """Names who verifies and what, instead of whom and what was named before. What is verified already stays."""
    record = await get_assessment(session, assessment_id, lock=True)
    before = await find_review(session, assessment_id)
    ensure_current(expected, 0 if before is None else before.version)
    await _ensure_questions(session, pinned, record, sent.questions)
    made = ReviewRecord(
        reviewers=list(dict.fromkeys(sent.reviewers)),
        questions=sent.questions,
        named_by=caller.subject,
        named_on=day_of(now, record.time_zone),
        version=1 if before is None else before.version + 1,
    )
    await set_review(session, record.district_id, assessment_id, made)
    return made


async def ensure_named(session: AsyncSession, caller: Caller, assessment_id: UUID) -> ReviewRecord:
    """Returns what the caller verifies of it. Raises a 404 for whoever is not named, as for another district's."""
    review = await find_review(session, assessment_id)
    if review is None or caller.subject not in review.reviewers:
        raise NotFound("There is no such assessment for you to verify: your district names who does.")
    return review


async def _ensure_questions(
    session: AsyncSession, pinned: PinnedInstruments, record: AssessmentRecord, keys: list[str]
) -> None:
    instrument = await pinned.get(session, record.district_id, record.instrument_id, record.instrument_version)
    problems = [
        {"pointer": f"/questions/{place}", "detail": sentence(problem)}
        for place, problem in validate_questions(instrument, keys)
    ]
    if problems:
        raise Invalid("Not every question can be verified; see errors.", errors=problems)
