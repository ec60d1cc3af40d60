"""A host's calls: written, opened to all districts, closed and cancelled."""

from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Outcome, Readiness, Tagged
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.selection import client as asking
from dashboards.readiness.selection.answers import Call, Calls, CallState
from dashboards.readiness.selection.client import Choices
from dashboards.readiness.selection.pages.showing import shown
from dashboards.readiness.selection.usecases import terms
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.auth.dependencies import needs

router = APIRouter(prefix="/calls", route_class=PageRoute, include_in_schema=False)

State = Annotated[CallState | None, Query()]
After = Annotated[str, Query(max_length=400)]


class Writing(NamedTuple):
    """The form of a call's terms: as it stands by now, and what became of it where it was sent."""

    sending: Sending
    form: dict[str, Any]


async def _list(client: Readiness, state: State = None, after: After = "") -> RemoteResult[Calls]:
    return await asking.list_calls(client, state or "", after)


async def call_of(client: Readiness, call_id: UUID) -> Tagged[Call]:
    return await asking.call(client, call_id)


async def _instruments(client: Readiness) -> Choices:
    return await asking.usable_instruments(client)


OneCall = Annotated[Tagged[Call], Depends(call_of)]
UsableInstruments = Annotated[Choices, Depends(_instruments)]


async def _create(client: Readiness, fields: TypedFields) -> Writing:
    form = terms.typed(fields)
    if fields.get("do"):
        return Writing(Sending(fields), terms.turned(form, fields["do"]))
    return Writing(Sending(fields, await asking.create_call(client, fields, terms.body_of(form))), form)


async def _change(client: Readiness, call_id: UUID, fields: TypedFields) -> Writing:
    form = terms.typed(fields)
    if fields.get("do"):
        return Writing(Sending(fields), terms.turned(form, fields["do"]))
    return Writing(Sending(fields, await asking.change_call(client, call_id, fields, terms.body_of(form))), form)


async def _turn(
    client: Readiness, call_id: UUID, fields: TypedFields, how: Literal["begin", "end", "cancel"]
) -> Sending:
    if how == "cancel" and not fields.prose("reason"):
        return Sending(fields, Outcome(422))
    return Sending(fields, await asking.turn_call(client, call_id, fields, how))


@router.get("", response_class=Response)
async def calls(found: Annotated[RemoteResult[Calls], Depends(_list)], page: Page, state: State = None) -> Response:
    return shown(page, "calls.html", Sending(), {"found": found, "state": state})


@router.get("/new", response_class=Response, dependencies=[needs("readiness.write")])
async def new_call(instruments: UsableInstruments, page: Page) -> Response:
    return _terms(page, Writing(Sending(), terms.blank(page.l10n.language)), instruments, Tagged())


@router.post("/new", response_class=Response, dependencies=[needs("readiness.write")])
async def create_call(
    writing: Annotated[Writing, Depends(_create)], instruments: UsableInstruments, page: Page
) -> Response:
    outcome = writing.sending.outcome
    if outcome is not None and outcome.done:
        return RedirectResponse(f"/calls/{outcome.said['call_id']}", 303)
    return _terms(page, writing, instruments, Tagged())


@router.get("/{call_id}", response_class=Response)
async def call(found: Annotated[Tagged[Call], Depends(call_of)], page: Page) -> Response:
    return _one(page, found, Sending())


@router.get("/{call_id}/terms", response_class=Response)
async def terms_form(
    found: Annotated[Tagged[Call], Depends(call_of)], instruments: UsableInstruments, page: Page
) -> Response:
    form = terms.filled_by(found.answer.terms) if found.answer else {}
    return _terms(page, Writing(Sending(), form), instruments, found)


@router.post("/{call_id}/terms", response_class=Response)
async def change_terms(
    writing: Annotated[Writing, Depends(_change)],
    found: OneCall,
    instruments: UsableInstruments,
    call_id: UUID,
    page: Page,
) -> Response:
    outcome = writing.sending.outcome
    if outcome is not None and outcome.done:
        return RedirectResponse(f"/calls/{call_id}", 303)
    return _terms(page, writing, instruments, found)


@router.post("/{call_id}/{how}", response_class=Response)
async def turn_call(
    sending: Annotated[Sending, Depends(_turn)],
    found: OneCall,
    page: Page,
    call_id: UUID,
    how: Literal["begin", "end", "cancel"],  # noqa: ARG001 - of the path
) -> Response:
    """Opens it, closes it, or cancels it."""
    if not sending.failed:
        return RedirectResponse(f"/calls/{call_id}", 303)
    return _one(page, found, sending)


def _one(page: PageOfCaller, found: Tagged[Call], sending: Sending) -> Response:
    context = {"call": found.answer, "etag": found.etag}
    return shown(page, "call.html", sending, context, away=found.answer is None)


def _terms(page: PageOfCaller, writing: Writing, instruments: Choices, found: Tagged[Call]) -> Response:
    """A form that is turned, not sent, goes on from the version that it was made of."""
    sending = writing.sending
    turned = sending.fields is not None and sending.outcome is None
    etag = sending.fields.get("etag", "") if turned and sending.fields is not None else found.etag
    context = {"form": writing.form, "call": found.answer, "etag": etag, "instruments": instruments}
    return shown(page, "terms_form.html", sending, context, away=found.away)
