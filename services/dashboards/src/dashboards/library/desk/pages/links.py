"""How the links stand of what the district has published."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.library.client import Resources
from dashboards.library.desk import client as asking
from dashboards.library.desk.answers import LinkChecks
from dashboards.library.desk.pages.showing import WRITERS, shown
from dashboards.readiness.forms import Sending
from dashboards.roster.dependencies import Page

router = APIRouter(prefix="/library/desk/links", route_class=PageRoute, include_in_schema=False, dependencies=WRITERS)

State = Annotated[Literal["broken", "moved", "inconclusive", "ok", "unchecked", ""], Query()]
After = Annotated[str, Query(max_length=400)]


async def _links(client: Resources, state: State = "", after: After = "") -> RemoteResult[LinkChecks]:
    return await asking.links(client, state, after)


@router.get("", response_class=Response)
async def links(found: Annotated[RemoteResult[LinkChecks], Depends(_links)], page: Page, state: State = "") -> Response:
    return shown(page, "links.html", Sending(), {"found": found, "state": state})
