"""What a district applies with: written, submitted, withdrawn; what was decided about it, and what it answers."""

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Asked, Outcome, Readiness, Tagged
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.partners.client import DistrictNames, Names
from dashboards.readiness.selection import client as asking
from dashboards.readiness.selection.answers import Application, Applications, OpenCall, OwnDecision
from dashboards.readiness.selection.client import APPLICATIONS, Choices
from dashboards.readiness.selection.pages.showing import shown
from dashboards.readiness.selection.usecases.forms import application_of
from dashboards.roster.dependencies import Page, PageOfCaller

router = APIRouter(prefix="/my-applications", route_class=PageRoute, include_in_schema=False)

Act = Literal["accept", "decline", "withdraw"]


@dataclass(frozen=True, slots=True)
class Listed:
    found: RemoteResult[Applications]
    calls: dict[UUID, OpenCall]
    names: DistrictNames


@dataclass(frozen=True, slots=True)
class Applying:
    """An application with its call; what can be attached to a draft, and what was decided about others."""

    found: Tagged[Application]
    call: OpenCall | None
    names: DistrictNames
    attachable: Choices
    decision: Asked[OwnDecision]


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a form, and the application as it is by now."""

    sending: Sending
    one: Applying


async def _list(client: Readiness, naming: Names) -> Listed:
    found = await asking.list_applications(client)
    items = found.answer.items if found.answer else []
    calls = await asking.open_calls_of(client, {one.call_id for one in items})
    return Listed(found, calls, await naming.names_of(one.host_id for one in items))


async def _applying(client: Readiness, naming: Names, application_id: UUID) -> Applying:
    found = await asking.application(client, application_id)
    one = found.answer
    if one is None:
        return Applying(found, None, DistrictNames(), Choices(), Asked())
    call = (await asking.open_calls_of(client, {one.call_id})).get(one.call_id)
    attachable = await asking.attachable(client) if one.assessment_id or one.state == "draft" else Choices()
    decision: Asked[OwnDecision] = Asked()
    if one.standing is not None:
        decision = await client.ask(OwnDecision, f"{APPLICATIONS}/{application_id}/decision")
    return Applying(found, call, await naming.names_of([one.host_id]), attachable, decision)


One = Annotated[Applying, Depends(_applying)]


async def _save(client: Readiness, naming: Names, one: One, application_id: UUID, fields: TypedFields) -> Saved:
    if one.found.answer is None or one.call is None:
        return Saved(Sending(fields, Outcome()), one)
    body = application_of(fields, one.call.terms.prompts)
    sending = Sending(fields, await asking.change_application(client, application_id, fields, body))
    return Saved(sending, await _applying(client, naming, application_id) if sending.failed else one)


async def _submit(client: Readiness, application_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.submit_application(client, application_id, fields))


async def _act(client: Readiness, application_id: UUID, act: Act, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.act_on_application(client, application_id, act))


async def _appeal(client: Readiness, application_id: UUID, fields: TypedFields) -> Sending:
    if not fields.prose("words"):
        return Sending(fields, Outcome(422))
    return Sending(fields, await asking.appeal(client, application_id, fields))


@router.get("", response_class=Response)
async def applications(listed: Annotated[Listed, Depends(_list)], page: Page) -> Response:
    context = {"found": listed.found, "calls": listed.calls, "names": listed.names}
    return shown(page, "my_applications.html", Sending(), context)


@router.get("/{application_id}", response_class=Response)
async def application(one: Annotated[Applying, Depends(_applying)], page: Page) -> Response:
    return _shown(page, one, Sending())


@router.post("/{application_id}", response_class=Response)
async def save_application(
    saved: Annotated[Saved, Depends(_save)], application_id: UUID, fields: TypedFields, page: Page
) -> Response:
    """Keeps what was written so far; and shows, where that is asked, what would be sent."""
    if saved.sending.failed:
        return _shown(page, saved.one, saved.sending)
    part = "/check" if fields.get("do") == "check" else "?saved=1"
    return RedirectResponse(f"/my-applications/{application_id}{part}", 303)


@router.get("/{application_id}/check", response_class=Response)
async def check(one: Annotated[Applying, Depends(_applying)], page: Page) -> Response:
    """All that would be sent, before it is."""
    return _shown(page, one, Sending(), "check.html")


@router.post("/{application_id}/submit", response_class=Response)
async def submit_application(
    sending: Annotated[Sending, Depends(_submit)], one: One, application_id: UUID, page: Page
) -> Response:
    if not sending.failed:
        return RedirectResponse(f"/my-applications/{application_id}", 303)
    return _shown(page, one, sending, "check.html")


@router.post("/{application_id}/appeals", response_class=Response)
async def add_appeal(
    sending: Annotated[Sending, Depends(_appeal)], one: One, application_id: UUID, page: Page
) -> Response:
    if not sending.failed:
        return RedirectResponse(f"/my-applications/{application_id}#appeals", 303)
    return _shown(page, one, sending)


@router.get("/{application_id}/{act}", response_class=Response)
async def confirm(one: Annotated[Applying, Depends(_applying)], act: Act, page: Page) -> Response:
    """What follows of it, before it is done."""
    return _shown(page, one, Sending(), "confirm.html", act)


@router.post("/{application_id}/{act}", response_class=Response)
async def act_on_application(
    sending: Annotated[Sending, Depends(_act)], one: One, act: Act, application_id: UUID, page: Page
) -> Response:
    if not sending.failed:
        return RedirectResponse(f"/my-applications/{application_id}", 303)
    return _shown(page, one, sending, "confirm.html", act)


def _shown(page: PageOfCaller, one: Applying, sending: Sending, template: str = "", act: str = "") -> Response:
    application, call = one.found.answer, one.call
    draft = application is not None and application.state == "draft"
    context = {
        "application": application, "call": call, "etag": one.found.etag, "names": one.names,
        "attachable": one.attachable, "decision": one.decision, "act": act,
        "missing": _missing(application, call) if application and call else [],
        "saved": page.request.query_params.get("saved") == "1",
    }  # fmt: skip
    away = application is None or (draft and call is None)
    return shown(page, template or ("draft.html" if draft else "application.html"), sending, context, away=away)


def _missing(application: Application, call: OpenCall) -> list[str]:
    """What a draft has not yet, by the names of its fields; readiness decides, and knows more."""
    missing = [f"answer:{one.key}" for one in call.terms.prompts if one.required and one.key not in application.answers]
    if call.terms.instrument is not None and application.assessment_id is None:
        missing.append("attached")
    return missing if application.consented else [*missing, "consented"]
