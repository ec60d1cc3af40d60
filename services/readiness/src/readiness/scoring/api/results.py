"""`/readiness/v1/assessments/{assessment_id}/results`: what closings came to, and why."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response

from readiness.assessments.usecases.assessments import get_assessment
from readiness.scoring import examples
from readiness.scoring.api.comparing import comparison_out
from readiness.scoring.api.export import result_as_csv
from readiness.scoring.api.showing import explanation_out, result_out, result_summary
from readiness.scoring.context import Known
from readiness.scoring.queries.results import find_results
from readiness.scoring.queries.verifications import find_verifications
from readiness.scoring.rules.response import responses_by_group
from readiness.scoring.schemas.comparing import ResultComparison
from readiness.scoring.schemas.explanation import ExplanationOut
from readiness.scoring.schemas.results import ResultOut, ResultSummary
from readiness.scoring.usecases.compare_results import compare_assessments
from readiness.scoring.usecases.read_result import (
    ensure_condition,
    read_explanation,
    read_full_explanation,
    read_result,
)
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.fields import WHOLE, line
from shared.http.paging import Page, Paging
from shared.http.response_headers import headers, refuses
from shared.http.session import Session

router = APIRouter(prefix="/readiness/v1/assessments/{assessment_id}", tags=["results"])

Reader = Annotated[Caller, needs("readiness.read")]
Reviewer = Annotated[Caller, needs("readiness.review")]
Number = Annotated[int, Path(ge=1, le=2**31 - 1), WHOLE]
OfCondition = Annotated[Annotated[str, line(200)] | None, Query(description="the key of the one condition to explain")]


@router.get("/results")
async def list_results(
    assessment_id: UUID, _: Reader, session: Session, paging: Paging, response: Response
) -> Page[ResultSummary]:
    """List the results of an assessment.

    Lists a result for each closing, oldest first, by what is released. It is there within a minute of the closing.
    """
    await get_assessment(session, assessment_id)
    found = await find_results(session, assessment_id, paging.single_key(int), paging.limit + 1)
    return paging.page(response, found, result_summary, lambda one: [one.result])


@router.get("/results/{result}")
async def get_result(assessment_id: UUID, result: Number, _: Reader, known: Known, session: Session) -> ResultOut:
    """Get a result.

    Answers what is released of a result: the whole, conditions by group, gates, the level that is reached and what
    holds it, how sure that is, response with its denominators, agreement, and what reviewers verified.
    """
    found = await read_result(session, known, assessment_id, result)
    verified = await find_verifications(session, assessment_id)
    responses = responses_by_group(found.terms, found.scores.cells, found.roles)
    return result_out(found, responses, await known.agreement(found), verified)


@router.get("/results/{result}/explanation")
async def explain_result(
    assessment_id: UUID, result: Number, _: Reader, known: Known, session: Session, condition: OfCondition = None
) -> ExplanationOut:
    """Explain a result.

    Answers what every released score is made of, down to how many gave which answer, so that each can be worked out
    again. What is not released and what nobody answered look alike.
    """
    found = await read_explanation(session, known, assessment_id, result)
    ensure_condition(found.result.terms, condition)
    return explanation_out(found, condition)


@router.get("/results/{result}/full-explanation")
async def explain_result_fully(
    assessment_id: UUID,
    result: Number,
    caller: Reviewer,
    known: Known,
    session: Session,
    condition: OfCondition = None,
) -> ExplanationOut:
    """Explain a result by all answers.

    Answers the same for each role alone, however few answered: for your district's systems and operators, who keep it
    to themselves. It names no rater and no words of theirs.
    """
    found = await read_full_explanation(session, caller, known, assessment_id, result)
    ensure_condition(found.result.terms, condition)
    return explanation_out(found, condition)


@router.get(
    "/results/{result}/export",
    response_class=Response,
    responses={
        200: {
            "content": {"text/csv": {"schema": {"type": "string"}, "example": examples.EXPORT}},
            "headers": headers("Content-Disposition"),
        }
    },
)
async def download_result(assessment_id: UUID, result: Number, _: Reader, known: Known, session: Session) -> Response:
    """Download a result as a CSV file.

    Answers the released figures, a line each, every line marked as a public record.
    """
    found = await read_result(session, known, assessment_id, result)
    name = f"result-{assessment_id}-{result}.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(result_as_csv(found), media_type="text/csv; charset=utf-8", headers=disposition)


@router.get("/comparison", responses=refuses(409))
async def compare_results(
    assessment_id: UUID,
    _: Reader,
    known: Known,
    session: Session,
    earlier: Annotated[UUID, Query(alias="with", description="the earlier assessment")],
) -> ResultComparison:
    """Compare an assessment with an earlier one.

    Answers what changed between the newest results of the two, on the questions whose answers mean the same: of the
    whole and of each condition where enough of its weight is kept, else question by question; and why not.
    """
    return comparison_out(await compare_assessments(session, known, assessment_id, earlier))
