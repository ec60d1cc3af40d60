"""`/readiness/v1/assessments/{id}/review`: who verifies an assessment, and what of it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from readiness.assessments.context import Pinned
from readiness.scoring.queries.reviews import ReviewRecord
from readiness.scoring.schemas.reviews import ReviewOut, ReviewTerms
from readiness.scoring.usecases import name_reviewers as naming
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix="/readiness/v1/assessments/{assessment_id}/review", tags=["reviewing"])


@router.get("", responses=sends("ETag"))
async def get_review(
    assessment_id: UUID, _: Annotated[Caller, needs("readiness.read")], session: Session, response: Response
) -> ReviewOut:
    """Get who verifies an assessment.

    Answers whom your district has named to verify the assessment, and which questions they verify. Where it has named
    nobody yet, both are empty and the ETag is "0".
    """
    return _shown(await naming.read_review(session, assessment_id), response)


@router.put("", responses=sends("ETag"))
async def set_review(
    assessment_id: UUID,
    body: ReviewTerms,
    caller: Annotated[Caller, needs("readiness.write")],
    pinned: Pinned,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> ReviewOut:
    """Name who verifies an assessment.

    Names who reads what raters gave once the assessment is closed, and chooses the questions that they verify, instead
    of whom and what was named before. Nobody else reads it, and whoever is a rater verifies nothing. What is verified
    already stays. The first has the ETag "0".
    """
    made = await naming.name_reviewers(session, caller, pinned, assessment_id, body, expected=expected, now=now)
    return _shown(made, response)


def _shown(found: ReviewRecord | None, response: Response) -> ReviewOut:
    if found is None:
        shown = ReviewOut(reviewers=[], questions=[], named_by=None, named_on=None, version=0)
    else:
        shown = ReviewOut.model_validate(found)
    response.headers["ETag"] = etag(shown.version)
    return shown
