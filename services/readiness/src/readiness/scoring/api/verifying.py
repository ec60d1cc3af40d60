"""`/readiness/v1/my-verifications`: what a reviewer may verify, with all that they need to know of it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from readiness.assessments.api.showing import Speaker, question_shown
from readiness.assessments.api.taking_part import AskedLanguage
from readiness.assessments.context import Pinned
from readiness.assessments.rules.window import closing_day
from readiness.scoring.api.showing import verification_out
from readiness.scoring.context import Known
from readiness.scoring.schemas.verifying import (
    AssessmentToVerify,
    VerifiableCondition,
    VerifiableQuestion,
    VerificationSheet,
)
from readiness.scoring.usecases.verify import OwnReview, QuestionToVerify, SheetToVerify, find_own_reviews, read_sheet
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses
from shared.http.session import Session

router = APIRouter(prefix="/readiness/v1/my-verifications", tags=["reviewing"])

Reviewer = Annotated[Caller, needs("readiness.review")]


@router.get("")
async def list_my_verifications(
    caller: Reviewer, pinned: Pinned, session: Session, paging: Paging, response: Response
) -> Page[AssessmentToVerify]:
    """List the assessments that you may verify.

    Lists the closed assessments that your district has named you to verify, by id, without those that ask you as a
    rater.
    """
    found = await find_own_reviews(session, caller, pinned, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, _to_verify, lambda one: [one.row.assessment_id])


@router.get("/{assessment_id}", responses=refuses(409))
async def get_my_verification(
    assessment_id: UUID,
    caller: Reviewer,
    pinned: Pinned,
    known: Known,
    session: Session,
    language: AskedLanguage = None,
) -> VerificationSheet:
    """Get what you may verify of an assessment.

    Answers the questions of a closed assessment that you are to verify, as raters read them, with what people say of
    themselves where that is released, how much evidence was named, and what stands verified.
    """
    return _sheet(await read_sheet(session, caller, pinned, known, assessment_id), language)


def _to_verify(found: OwnReview) -> AssessmentToVerify:
    one = found.row
    return AssessmentToVerify(
        assessment_id=one.assessment_id,
        title=one.title,
        level=one.level,
        site_id=one.site_id,
        closed_on=closing_day(one.closes_on, one.closed_at, one.time_zone),
        chosen=found.chosen,
        verified=one.verified,
    )


def _sheet(found: SheetToVerify, language: str | None) -> VerificationSheet:
    instrument, assessment = found.instrument, found.assessment
    chosen = language if language in instrument.languages else instrument.base_language
    say = Speaker(instrument, chosen)
    return VerificationSheet(
        assessment_id=assessment.assessment_id,
        title=assessment.title,
        level=assessment.level,
        site_id=assessment.site_id,
        language=chosen,
        languages=list(instrument.languages),
        conditions=[
            VerifiableCondition(
                key=section.key, title=say.words(section.title), questions=[_question(one, say) for one in questions]
            )
            for section, questions in found.sections
        ],
    )


def _question(one: QuestionToVerify, say: Speaker) -> VerifiableQuestion:
    return VerifiableQuestion(
        **question_shown(one.question, say).model_dump(),
        scored=one.question.scored,
        self_rated=one.self_rated,
        evidence=one.named,
        verification=None if one.verification is None else verification_out(one.verification),
    )
