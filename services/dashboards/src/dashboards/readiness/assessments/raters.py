"""Raters of an assessment: invited by mail or by links to hand out, revoked and renewed; answers entered from paper.
Nothing here says who has answered.
"""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.assessments import client as asking
from dashboards.readiness.assessments.answers import Invitations
from dashboards.readiness.assessments.client import Planned
from dashboards.readiness.assessments.pages import After, planned, shown
from dashboards.readiness.assessments.usecases.read_forms import contradictions, invitations_of, paper_of
from dashboards.readiness.client import Outcome, Readiness
from dashboards.readiness.forms import Fields, Sending, TypedFields
from dashboards.readiness.instruments.words import sections_for
from dashboards.readiness.labels import ROLES
from dashboards.readiness.taking_part.answers import Question, Section
from dashboards.readiness.taking_part.client import Answered
from dashboards.readiness.taking_part.usecases.typed import Filled, typed_in
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.usecases.names import names_of

router = APIRouter(prefix="/assessments/{assessment_id}", route_class=PageRoute, include_in_schema=False)

Role = Annotated[str, Query(pattern=f"^({'|'.join(ROLES.words)})$")]
Language = Annotated[str, Query(max_length=40, pattern=r"^[A-Za-z0-9_-]*$")]
OnePlanned = Annotated[Planned, Depends(planned)]


async def _invitations(client: Readiness, assessment_id: UUID, after: After = "") -> RemoteResult[Invitations]:
    return await asking.invitations(client, assessment_id, after)


async def _invite(client: Readiness, one: OnePlanned, assessment_id: UUID, fields: TypedFields) -> Sending:
    if one.found.answer is None:
        return Sending(fields, Outcome())
    wanted = invitations_of(fields)
    return Sending(fields, await asking.invite(client, assessment_id, fields, {"invitations": wanted}))


async def _act(
    client: Readiness,
    one: OnePlanned,
    assessment_id: UUID,
    invitation_id: UUID,
    how: Literal["revoke", "renew"],
    fields: TypedFields,
) -> Sending:
    if one.found.answer is None:
        return Sending(fields, Outcome())
    return Sending(fields, await asking.act_on(client, assessment_id, invitation_id, fields, how))


@router.get("/raters", response_class=Response)
async def raters(
    found: Annotated[RemoteResult[Invitations], Depends(_invitations)], one: OnePlanned, page: Page
) -> Response:
    return await _listed(page, found, one, Sending())


async def _listed(page: PageOfCaller, found: RemoteResult[Invitations], one: Planned, sending: Sending) -> Response:
    people = [each.person_id for each in (found.answer.items if found.answer else []) if each.person_id is not None]
    names = await names_of(page.session, page.caller, people)
    return await shown(page, "readiness/raters.html", one, sending, found=found, names=names)


@router.post("/raters", response_class=Response)
async def invite_raters(
    one: OnePlanned,
    found: Annotated[RemoteResult[Invitations], Depends(_invitations)],
    sending: Annotated[Sending, Depends(_invite)],
    page: Page,
) -> Response:
    """Invites them, and shows links that are handed out this once: nothing is asked of readiness behind it, which could
    lose them.
    """
    outcome = sending.outcome
    if outcome is not None and outcome.done:
        return await shown(page, "readiness/invited.html", one, Sending(), made=asking.made_of(outcome).invitations)
    return await _listed(page, found, one, sending)


@router.post("/raters/{invitation_id}/{how}", response_class=Response)
async def act_on_invitation(
    one: OnePlanned,
    found: Annotated[RemoteResult[Invitations], Depends(_invitations)],
    sending: Annotated[Sending, Depends(_act)],
    page: Page,
    assessment_id: UUID,
    invitation_id: UUID,  # noqa: ARG001 - of the path
    how: Literal["revoke", "renew"],
) -> Response:
    """Ends an invitation, or gives the rater a new link."""
    outcome = sending.outcome
    if outcome is None or not outcome.done:
        return await _listed(page, found, one, sending)
    if how == "revoke":
        return RedirectResponse(f"/assessments/{assessment_id}/raters", 303)
    return await shown(page, "readiness/invited.html", one, Sending(), made=asking.made_of(outcome).invitations)


def _asked(one: Planned, role: str, language: str, *, consented: bool) -> tuple[list[Section], str]:
    """What a rater of this role is asked, and in which language."""
    content = one.version.answer.content if one.version.answer else None
    if content is None:
        return [], "en"
    chosen = language if language in content.languages else content.base
    return sections_for(content, role, chosen, consented=consented), chosen


def _questions(sections: list[Section]) -> list[Question]:
    return [question for section in sections for question in section.questions]


async def _enter(
    client: Readiness,
    one: OnePlanned,
    assessment_id: UUID,
    fields: TypedFields,
    role: Role = "teacher",
    language: Language = "",
) -> Sending:
    sections, chosen = _asked(one, role, language, consented="consented" in fields)
    asked = _questions(sections)
    if one.version.answer is None:
        return Sending(fields, Outcome())
    if contradictions(fields, asked):
        return Sending(fields, Outcome(422))
    body = paper_of(fields, asked, role, chosen)
    return Sending(fields, await asking.enter_paper(client, assessment_id, fields, body))


async def _enter_sheet(client: Readiness, assessment_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.enter_sheet(client, assessment_id, fields))


@router.get("/paper", response_class=Response)
async def paper(
    one: OnePlanned,
    page: Page,
    role: Role = "teacher",
    language: Language = "",
    consented: Annotated[Literal["yes"] | None, Query()] = None,
    entered: Annotated[Literal["1"] | None, Query()] = None,
) -> Response:
    """A form as it is on paper, for a clerk to type in."""
    sections, chosen = _asked(one, role, language or page.l10n.language, consented=consented is not None)
    more = {"shown": _empty(sections), "role": role, "language": chosen, "entered": entered, "consented": consented}
    return await shown(page, "readiness/paper.html", one, Sending(), **more)


@router.post("/paper", response_class=Response)
async def enter_paper(
    sending: Annotated[Sending, Depends(_enter)],
    one: OnePlanned,
    page: Page,
    assessment_id: UUID,
    role: Role = "teacher",
    language: Language = "",
) -> Response:
    fields = sending.fields or Fields({}, {}, {})
    sections, chosen = _asked(one, role, language, consented="consented" in fields)
    consent = "&consented=yes" if "consented" in fields else ""
    if not sending.failed:
        way = f"/assessments/{assessment_id}/paper?role={role}&language={chosen}{consent}&entered=1"
        return RedirectResponse(way, 303)
    more = {
        "shown": _filled(sections, sending),
        "role": role,
        "language": chosen,
        "entered": None,
        "consented": consent,
    }
    return await shown(page, "readiness/paper.html", one, sending, **more)


@router.post("/sheet", response_class=Response)
async def enter_sheet(
    sending: Annotated[Sending, Depends(_enter_sheet)], one: OnePlanned, page: Page, assessment_id: UUID
) -> Response:
    """Many raters' answers, a row each."""
    if not sending.failed:
        return RedirectResponse(f"/assessments/{assessment_id}/paper?entered=1", 303)
    return await shown(page, "readiness/sheet.html", one, sending)


def _empty(sections: list[Section]) -> list[tuple[Section, list[Answered]]]:
    return [(section, [Answered(one, Filled(), None) for one in section.questions]) for section in sections]


def _filled(sections: list[Section], sending: Sending) -> list[tuple[Section, list[Answered]]]:
    """The questions with what was typed, and what is wrong with it; what is said of an answer names its place."""
    fields = sending.fields or Fields({}, {}, {})
    asked = _questions(sections)
    wrong = contradictions(fields, asked)
    sent = [answer["question"] for answer in paper_of(fields, asked, "", "")["answers"]]
    errors = sending.outcome.errors if sending.outcome is not None else {}

    def answered(question: Question) -> Answered:
        one = Answered(question, typed_in(fields, question.key), None)
        if question.key in wrong:
            return Answered(question, one.filled, None, "contradiction")
        at = f"/answers/{sent.index(question.key)}/" if question.key in sent else "/none"
        if place := next((pointer for pointer in errors if pointer.startswith(at)), ""):
            return Answered(question, one.filled, None, "wrong", "evidence" if "evidence" in place else "value")
        return one

    return [(section, [answered(one) for one in section.questions]) for section in sections]
