"""All that the district makes, and a new item."""

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.common.pages.route import PageRoute
from dashboards.library.answers import Licence
from dashboards.library.client import Resources, licences
from dashboards.library.desk import client as asking
from dashboards.library.desk.client import Listed
from dashboards.library.desk.pages.showing import WRITERS, editing, saved_at, shown
from dashboards.library.desk.usecases.read_forms import content_of
from dashboards.readiness.finding import looks
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.roster.dependencies import Page, PageOfCaller

router = APIRouter(prefix="/library/desk", route_class=PageRoute, include_in_schema=False, dependencies=WRITERS)

State = Annotated[Literal["draft", "in_review", "published", ""], Query()]
After = Annotated[str, Query(max_length=400)]


async def _listed(client: Resources, state: State = "", after: After = "") -> Listed:
    return await asking.listed(client, state, after)


async def _licences(client: Resources) -> Mapping[str, Licence]:
    return await licences(client)


async def _add(client: Resources, fields: TypedFields) -> Sending:
    if looks(fields):
        return Sending(fields)
    return Sending(fields, await asking.create(client, fields, content_of(fields)))


Known = Annotated[Mapping[str, Licence], Depends(_licences)]


@router.get("", response_class=Response)
async def desk(found: Annotated[Listed, Depends(_listed)], page: Page, state: State = "") -> Response:
    """What waits for a curator comes first."""
    return shown(page, "desk.html", Sending(), {"waiting": found.waiting, "found": found.items, "state": state})


@router.get("/new", response_class=Response)
async def new_item(known: Known, page: Page) -> Response:
    return await _new(page, known, Sending())


@router.post("/new", response_class=Response)
async def add_item(sending: Annotated[Sending, Depends(_add)], known: Known, page: Page) -> Response:
    if sending.outcome is not None and sending.outcome.done:
        return RedirectResponse(saved_at(sending.outcome.said["item_id"], sending), 303)
    return await _new(page, known, sending)


async def _new(page: PageOfCaller, known: Mapping[str, Licence], sending: Sending) -> Response:
    context = await editing(page, sending, None, (), known)
    return shown(page, "new.html", sending, context | {"etag": ""}, away=not known)
