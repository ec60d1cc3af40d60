"""Pilots: what the district tries, what waits for a decision, and how each has grown."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.pilots import client as asking
from dashboards.coaching.pilots.answers import Pilots
from dashboards.coaching.pilots.client import OnePilot
from dashboards.coaching.pilots.drawing import waves_drawn
from dashboards.coaching.pilots.pages.showing import shown
from dashboards.common.client import RemoteResult
from dashboards.common.dependencies import FOLLOWED
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.roster.dependencies import Page
from shared.auth.dependencies import needs

router = APIRouter(prefix="/pilots", route_class=PageRoute, include_in_schema=False)

State = Annotated[Literal["draft", "locked", "open", "expanded", "adjusted", "sunset", ""], Query()]
PastGate = Annotated[Literal["true", ""], Query()]
After = Annotated[str, Query(max_length=400)]


async def _pilots(
    client: Coaching, state: State = "", past_gate: PastGate = "", after: After = ""
) -> RemoteResult[Pilots]:
    return await asking.pilots(client, state, past_gate, after)


async def _pilot(client: Coaching, pilot_id: UUID) -> OnePilot:
    return await asking.pilot(client, pilot_id)


async def _propose(client: Coaching, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.propose(client, fields))


@router.get("", response_class=Response, dependencies=FOLLOWED)
async def pilots(
    found: Annotated[RemoteResult[Pilots], Depends(_pilots)], page: Page, state: State = "", past_gate: PastGate = ""
) -> Response:
    return shown(page, "pilots.html", Sending(), {"found": found, "state": state, "past_gate": past_gate})


@router.get("/new", response_class=Response, dependencies=[needs("coaching.write")])
async def new_pilot(page: Page) -> Response:
    return shown(page, "new.html", Sending(), {})


@router.post("/new", response_class=Response, dependencies=[needs("coaching.write")])
async def propose_pilot(sending: Annotated[Sending, Depends(_propose)], page: Page) -> Response:
    if sending.outcome is not None and sending.outcome.done:
        return RedirectResponse(f"/pilots/{sending.outcome.said['pilot_id']}/waves/1", 303)
    return shown(page, "new.html", sending, {})


@router.get("/{pilot_id}", response_class=Response, dependencies=FOLLOWED)
async def pilot(one: Annotated[OnePilot, Depends(_pilot)], page: Page) -> Response:
    chart = waves_drawn(page.l10n, one.waves)
    return shown(page, "pilot.html", Sending(), {"pilot": one.found.answer, "waves": one.waves, "chart": chart})
