"""What a reviewer verifies: which assessments, which answers with their evidence, and what they found and why."""

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.common.pages.translations import choose
from dashboards.readiness.assessments.pages import After, schools
from dashboards.readiness.client import Outcome, Readiness
from dashboards.readiness.forms import Sending, TypedFields, matching
from dashboards.readiness.results.verifying import client as asking
from dashboards.readiness.results.verifying.answers import AssessmentsToVerify, VerificationSheet
from dashboards.readiness.results.verifying.client import ToVerify
from dashboards.readiness.results.verifying.usecases.found import body_of, code_of, standing, typed
from dashboards.readiness.showing import words_kept
from dashboards.roster.dependencies import Page, PageOfCaller

router = APIRouter(prefix="/my-verifications", route_class=PageRoute, include_in_schema=False)

Key = Annotated[str, Path(max_length=200)]
Saved = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Given:
    """What became of a form, and the question as it stands by now."""

    sending: Sending
    one: ToVerify | None


async def _list(client: Readiness, after: After = "") -> RemoteResult[AssessmentsToVerify]:
    return await asking.list_assessments(client, after)


async def _sheet(request: Request, client: Readiness, assessment_id: UUID) -> RemoteResult[VerificationSheet]:
    return await asking.sheet(client, assessment_id, choose(request).language)


async def _to_verify(
    request: Request, client: Readiness, assessment_id: UUID, question: Key, after: After = ""
) -> ToVerify | None:
    return await asking.to_verify(client, assessment_id, question, choose(request).language, after)


async def _verify(
    request: Request,
    client: Readiness,
    one: Annotated[ToVerify | None, Depends(_to_verify)],
    assessment_id: UUID,
    question: Key,
    fields: TypedFields,
) -> Given:
    if one is None:
        return Given(Sending(fields, Outcome()), one)
    body = body_of(fields, one.question)
    sending = Sending(fields, await asking.verify(client, assessment_id, question, body, matching(fields)))
    return Given(sending, await _to_verify(request, client, assessment_id, question) if sending.failed else one)


@router.get("", response_class=Response)
async def assessments_to_verify(
    found: Annotated[RemoteResult[AssessmentsToVerify], Depends(_list)], page: Page
) -> Response:
    return page.render("readiness/verifying/assessments.html", {"found": found, "schools": await schools(page)})


@router.get("/{assessment_id}", response_class=Response)
async def verification_sheet(
    found: Annotated[RemoteResult[VerificationSheet], Depends(_sheet)], page: Page, saved: Saved = ""
) -> Response:
    context = {"sheet": found.answer, "saved": saved, "schools": await schools(page)}
    return page.render("readiness/verifying/sheet.html", context | _writing(page))


@router.get("/{assessment_id}/{question}", response_class=Response)
async def question_to_verify(one: Annotated[ToVerify | None, Depends(_to_verify)], page: Page) -> Response:
    return _shown(page, one, Sending())


@router.post("/{assessment_id}/{question}", response_class=Response)
async def verify_question(
    given: Annotated[Given, Depends(_verify)], assessment_id: UUID, question: Key, page: Page
) -> Response:
    if not given.sending.failed:
        return RedirectResponse(f"/my-verifications/{assessment_id}?saved={quote(question, safe='')}", 303)
    return _shown(page, given.one, given.sending)


def _shown(page: PageOfCaller, one: ToVerify | None, sending: Sending) -> Response:
    if one is None:
        if sending.fields is not None:
            return words_kept(page, sending)
        return page.render("readiness/verifying/question.html", {"question": None, "sheet": None})
    named = one.evidence.answer.items if one.evidence.answer else []
    stands = standing(one.question, named)
    context = {
        "sheet": one.sheet, "question": one.question, "evidence": one.evidence, "code_of": code_of, "stands": stands,
        "found": stands if sending.fields is None else typed(sending.fields, one.question, named), "sending": sending,
        "own": one.question.verification is not None and one.question.verification.verified_by == page.caller.subject,
    }  # fmt: skip
    return page.render("readiness/verifying/question.html", context | _writing(page), status=sending.status)


def _writing(page: PageOfCaller) -> dict[str, Any]:
    return {"points": page.l10n.points}
