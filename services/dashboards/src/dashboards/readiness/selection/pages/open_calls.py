"""Calls as every district reads them."""

from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Readiness
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.partners.client import DistrictNames, Names
from dashboards.readiness.selection import client as asking
from dashboards.readiness.selection.answers import Applications, OpenCall, OpenCalls
from dashboards.readiness.selection.pages.showing import shown
from dashboards.roster.dependencies import Page, PageOfCaller

router = APIRouter(prefix="/open-calls", route_class=PageRoute, include_in_schema=False)


class Listed(NamedTuple):
    found: RemoteResult[OpenCalls]
    names: DistrictNames


class OneOpen(NamedTuple):
    """A call, and what the reader's own district has applied with."""

    found: RemoteResult[OpenCall]
    own: RemoteResult[Applications]
    names: DistrictNames


async def _list(client: Readiness, naming: Names, after: Annotated[str, Query(max_length=400)] = "") -> Listed:
    found = await asking.list_open_calls(client, after)
    return Listed(found, await naming.names_of(one.host_id for one in (found.answer.items if found.answer else [])))


async def _one(client: Readiness, naming: Names, call_id: UUID) -> OneOpen:
    found = await asking.open_call(client, call_id)
    own = await asking.list_applications(client)
    return OneOpen(found, own, await naming.names_of([found.answer.host_id] if found.answer else []))


async def _apply(client: Readiness, call_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.begin_application(client, call_id, fields))


@router.get("", response_class=Response)
async def open_calls(listed: Annotated[Listed, Depends(_list)], page: Page) -> Response:
    return shown(page, "open_calls.html", Sending(), {"found": listed.found, "names": listed.names})


@router.get("/{call_id}", response_class=Response)
async def open_call(one: Annotated[OneOpen, Depends(_one)], page: Page) -> Response:
    return _shown(page, one, Sending())


@router.post("/{call_id}/apply", response_class=Response)
async def apply(
    sending: Annotated[Sending, Depends(_apply)], one: Annotated[OneOpen, Depends(_one)], page: Page
) -> Response:
    """Begins a draft, which nobody else sees."""
    outcome = sending.outcome
    if outcome is not None and outcome.done:
        return RedirectResponse(f"/my-applications/{outcome.said['application_id']}", 303)
    return _shown(page, one, sending)


def _shown(page: PageOfCaller, one: OneOpen, sending: Sending) -> Response:
    call = one.found.answer
    own = [each for each in (one.own.answer.items if one.own.answer else []) if call and each.call_id == call.call_id]
    standing = [each for each in own if each.state != "withdrawn"] or own
    context = {"call": call, "names": one.names, "own": standing[0] if standing else None}
    return shown(page, "open_call.html", sending, context, away=call is None)
