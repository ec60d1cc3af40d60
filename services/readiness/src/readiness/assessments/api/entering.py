"""`/readiness/v1/assessments/{assessment_id}/paper` and `/sheet`: what a clerk enters."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from readiness.assessments import examples
from readiness.assessments.context import Pinned
from readiness.assessments.schemas.entering import Entered, PaperAnswers
from readiness.assessments.usecases import paper
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.body import Received
from shared.http.context import Now
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.session import Session
from shared.http.sheets import csv_body, sheet_of

router = APIRouter(prefix="/readiness/v1/assessments/{assessment_id}", tags=["invitations"])

Writer = Annotated[Caller, needs("readiness.write")]


@router.post("/paper", status_code=201, response_model=Entered)
async def record_paper_answers(
    assessment_id: UUID,
    answers: PaperAnswers,
    caller: Writer,
    pinned: Pinned,
    session: Session,
    now: Now,
    keyed: Keyed,
) -> Response:
    """Record a rater's answers on paper.

    Enters what one rater answered on paper. It counts as submitted, and is marked as entered by you.
    """

    async def act() -> Answer:
        return _created(
            assessment_id, await paper.enter_paper(session, caller, assessment_id, answers, pinned=pinned, now=now)
        )

    return await once(session, keyed, act)


@router.post(
    "/sheet",
    status_code=201,
    response_model=Entered,
    openapi_extra=csv_body(examples.PAPER_SHEET),
)
async def import_paper_answers(
    assessment_id: UUID,
    request: Request,
    caller: Writer,
    pinned: Pinned,
    _: Received,
    session: Session,
    now: Now,
    keyed: Keyed,
) -> Response:
    """Import the answers of raters from a CSV file.

    Enters a rater per row, or none where one row has a mistake; errors name the line and the column. Columns: role;
    optionally language and consented; and the keys of questions. It is marked as entered by you.
    """
    raw = await sheet_of(request)

    async def act() -> Answer:
        return _created(
            assessment_id, await paper.enter_sheet(session, caller, assessment_id, raw, pinned=pinned, now=now)
        )

    return await once(session, keyed, act)


def _created(assessment_id: UUID, entered: paper.Entered) -> Answer:
    return created(Entered(assessment_id=assessment_id, invitation_ids=entered.invitation_ids, answers=entered.answers))
