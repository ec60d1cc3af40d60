"""What reviewers verify, and what they read for it: evidence and words, never with who gave them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from readiness.assessments.api.taking_part import QuestionKey
from readiness.assessments.context import Pinned
from readiness.assessments.usecases.assessments import get_assessment
from readiness.scoring.api.showing import verification_out
from readiness.scoring.queries.verifications import EvidenceRow, find_verification_page
from readiness.scoring.schemas.verifying import CommentOut, GivenEvidenceOut, VerificationOut, Verified
from readiness.scoring.usecases import verify
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.fields import line
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

router = APIRouter(prefix="/readiness/v1/assessments/{assessment_id}", tags=["reviewing"])

Reader = Annotated[Caller, needs("readiness.read")]
Reviewer = Annotated[Caller, needs("readiness.review")]


@router.get("/verifications")
async def list_verifications(
    assessment_id: UUID, _: Reader, session: Session, paging: Paging, response: Response
) -> Page[VerificationOut]:
    """List what was verified of an assessment.

    Lists what reviewers found by the evidence, by question. It changes no score.
    """
    await get_assessment(session, assessment_id)
    found = await find_verification_page(session, assessment_id, paging.single_key(str), paging.limit + 1)
    return paging.page(response, found, verification_out, lambda one: [one.question])


@router.put("/verifications/{question}", responses=sends("ETag"))
async def verify_question(
    assessment_id: UUID,
    question: QuestionKey,
    body: Verified,
    caller: Reviewer,
    pinned: Pinned,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> VerificationOut:
    """Verify a question.

    Records in your name what you found of a question that was chosen, by the evidence, once the assessment is closed.
    It stands beside what raters say of themselves, and changes no score. The first has the ETag "0".
    """
    made = await verify.verify_question(
        session, caller, pinned, assessment_id, question, body, expected=expected, now=now
    )
    response.headers["ETag"] = etag(made.version)
    return verification_out(made)


@router.get("/evidence", responses=refuses(409))
async def list_given_evidence(
    assessment_id: UUID,
    caller: Reviewer,
    pinned: Pinned,
    session: Session,
    paging: Paging,
    response: Response,
    question: Annotated[Annotated[str, line(200)] | None, Query(description="of this question only")] = None,
) -> Page[GivenEvidenceOut]:
    """List the evidence that raters gave.

    Lists what raters of a closed assessment that you are named to verify named as evidence for the chosen questions,
    in an order that tells nothing, and not who they are.
    """
    found = await verify.read_evidence(
        session, caller, pinned, assessment_id, question, paging.single_key(str), paging.limit + 1
    )
    return paging.page(response, found, _evidence, lambda one: [one.place])


@router.get("/comments", responses=refuses(409))
async def list_comments(
    assessment_id: UUID, caller: Reviewer, pinned: Pinned, session: Session, paging: Paging, response: Response
) -> Page[CommentOut]:
    """List what raters wrote.

    Lists what raters of a closed assessment that you are named to verify wrote in their own words, in an order that
    tells nothing. The role is told only where enough of it wrote; new words wait until enough raters are new.
    """
    found = await verify.read_comments(session, caller, pinned, assessment_id, paging.single_key(str), paging.limit + 1)
    return paging.page(response, found, _comment, lambda one: [one.row.place])


def _evidence(one: EvidenceRow) -> GivenEvidenceOut:
    return GivenEvidenceOut.model_validate(one)


def _comment(one: verify.Words) -> CommentOut:
    return CommentOut(question=one.row.question, words=one.row.words, role=one.role)
