"""Assessments: planned, opened and closed by leaders, with who is asked and in which bands they take part."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.common.queries.reader import Reader
from dashboards.readiness.assessments import client as asking
from dashboards.readiness.assessments.answers import Assessments
from dashboards.readiness.assessments.client import Planned
from dashboards.readiness.assessments.usecases.read_forms import asked_roles, plan_of, reopening_of, settings_of
from dashboards.readiness.client import Readiness
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.instruments.client import Usable, usable
from dashboards.readiness.instruments.words import language_for, said
from dashboards.readiness.showing import words_kept
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.queries.places import School, list_schools

router = APIRouter(prefix="/assessments", route_class=PageRoute, include_in_schema=False)

State = Annotated[Literal["planned", "open", "closed"] | None, Query()]
After = Annotated[str, Query(max_length=400)]


async def _list(client: Readiness, state: State = None, after: After = "") -> RemoteResult[Assessments]:
    return await asking.list_assessments(client, state or "", after)


async def _usable(client: Readiness) -> Usable:
    return await usable(client)


async def _plan(client: Readiness, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.plan(client, fields, plan_of(fields)))


async def _board(client: Readiness, assessment_id: UUID) -> Planned:
    return await asking.with_board(client, assessment_id)


async def planned(client: Readiness, assessment_id: UUID) -> Planned:
    return await asking.planned(client, assessment_id)


async def _change(client: Readiness, assessment_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.change(client, assessment_id, fields, settings_of(fields)))


async def _begin(client: Readiness, assessment_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.turn(client, assessment_id, fields, "begin"))


async def _end(client: Readiness, assessment_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.turn(client, assessment_id, fields, "end"))


async def _reopen(client: Readiness, assessment_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.reopen(client, assessment_id, fields, reopening_of(fields)))


@router.get("", response_class=Response)
async def assessments(
    found: Annotated[RemoteResult[Assessments], Depends(_list)], page: Page, state: State = None
) -> Response:
    return page.render("readiness/assessments.html", {"found": found, "state": state, "schools": await schools(page)})


@router.get("/new", response_class=Response)
async def new_assessment(instruments: Annotated[Usable, Depends(_usable)], page: Page) -> Response:
    return await _new(page, instruments, Sending())


@router.post("/new", response_class=Response)
async def plan_assessment(
    sending: Annotated[Sending, Depends(_plan)], instruments: Annotated[Usable, Depends(_usable)], page: Page
) -> Response:
    outcome = sending.outcome
    if outcome is not None and outcome.done:
        return RedirectResponse(f"/assessments/{outcome.said['assessment_id']}", 303)
    return await _new(page, instruments, sending)


async def _new(page: PageOfCaller, instruments: Usable, sending: Sending) -> Response:
    if sending.fields is not None and (instruments.away or not instruments.instruments):
        return words_kept(page, sending)
    language = page.l10n.language
    choices = [
        (f"{one.instrument_id} {one.latest_published}", said(one.title, language)) for one in instruments.instruments
    ]
    context = {"choices": choices, "away": instruments.away, "schools": await schools(page), "key": sending.key}
    return page.render("readiness/new_assessment.html", context | _typed(sending), status=sending.status)


@router.get("/{assessment_id}", response_class=Response)
async def assessment(one: Annotated[Planned, Depends(_board)], page: Page) -> Response:
    return await shown(page, "readiness/assessment.html", one, Sending())


@router.get("/{assessment_id}/settings", response_class=Response)
async def settings(one: Annotated[Planned, Depends(planned)], page: Page) -> Response:
    return await shown(page, "readiness/settings.html", one, Sending())


@router.post("/{assessment_id}/settings", response_class=Response)
async def change_settings(
    sending: Annotated[Sending, Depends(_change)],
    one: Annotated[Planned, Depends(planned)],
    assessment_id: UUID,
    page: Page,
) -> Response:
    if not sending.failed:
        return RedirectResponse(f"/assessments/{assessment_id}", 303)
    return await shown(page, "readiness/settings.html", one, sending)


@router.post("/{assessment_id}/begin", response_class=Response)
async def begin_assessment(
    sending: Annotated[Sending, Depends(_begin)],
    one: Annotated[Planned, Depends(_board)],
    assessment_id: UUID,
    page: Page,
) -> Response:
    """Opens it today."""
    return await _turned(page, assessment_id, one, sending)


@router.post("/{assessment_id}/end", response_class=Response)
async def end_assessment(
    sending: Annotated[Sending, Depends(_end)],
    one: Annotated[Planned, Depends(_board)],
    assessment_id: UUID,
    page: Page,
) -> Response:
    """Closes it now."""
    return await _turned(page, assessment_id, one, sending)


@router.get("/{assessment_id}/reopen", response_class=Response)
async def reopening(one: Annotated[Planned, Depends(planned)], page: Page) -> Response:
    """What follows when a closed one is opened again."""
    return await shown(page, "readiness/reopen.html", one, Sending())


@router.post("/{assessment_id}/reopen", response_class=Response)
async def reopen_assessment(
    sending: Annotated[Sending, Depends(_reopen)],
    one: Annotated[Planned, Depends(planned)],
    assessment_id: UUID,
    page: Page,
) -> Response:
    if not sending.failed:
        return RedirectResponse(f"/assessments/{assessment_id}", 303)
    return await shown(page, "readiness/reopen.html", one, sending)


async def _turned(page: PageOfCaller, assessment_id: UUID, one: Planned, sending: Sending) -> Response:
    if not sending.failed:
        return RedirectResponse(f"/assessments/{assessment_id}", 303)
    return await shown(page, "readiness/assessment.html", one, sending)


async def shown(page: PageOfCaller, template: str, one: Planned, sending: Sending, **more: Any) -> Response:
    """A page about one assessment, with what was typed where that could not be sent."""
    if sending.fields is not None and (one.found.answer is None or one.version.away):
        return words_kept(page, sending)
    content = one.version.answer.content if one.version.answer else None
    language = language_for(content, page.l10n.language) if content else page.l10n.language
    context = {
        "one": one, "assessment": one.found.answer, "etag": one.found.etag, "content": content, "said": said,
        "content_language": language, "schools": await schools(page), "key": sending.key,
    }  # fmt: skip
    return page.render(template, context | _typed(sending) | more, status=sending.status)


def _typed(sending: Sending) -> dict[str, Any]:
    """What was typed; `places` says of a role where in the list that was sent it stood."""
    roles = asked_roles(sending.fields) if sending.fields is not None else []
    return {"sending": sending, "places": {role: place for place, role in enumerate(roles)}}


async def schools(page: PageOfCaller) -> Sequence[School]:
    return await list_schools(await Reader.live(page.session, page.caller.district_id), None)
