"""A session of a workshop: its room and capacity, who sits there, whose seat is pinned, and who was there."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.workshops import client as asking
from dashboards.coaching.workshops.client import WORKSHOPS
from dashboards.coaching.workshops.pages.boards import FoundBoard, NamedDistricts, shown_board
from dashboards.coaching.workshops.usecases.read_forms import capacity_of, presence_of
from dashboards.common.dependencies import FOLLOWED
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Outcome
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.refusals import refusals
from dashboards.roster.dependencies import Page
from shared.auth.dependencies import needs

_ONE = "/{workshop_id}/sessions/{session_id}"
_WRITERS = [needs("coaching.write")]

router = APIRouter(prefix="/workshops", route_class=PageRoute, include_in_schema=False)


async def _change(client: Coaching, workshop_id: UUID, session_id: UUID, fields: TypedFields) -> Sending:
    path = f"{WORKSHOPS}/{workshop_id}/sessions/{session_id}"
    if "capacity" in fields:
        body: dict[str, Any] = {"capacity": capacity_of(fields, "capacity")}
        if fields.words("room"):
            body["room"] = fields.words("room")
        return Sending(fields, await asking.change(client, path, fields, body))
    there = (await asking.board(client, workshop_id)).seats
    body = presence_of(fields, [one.participant_id for one in there if one.session_id == session_id])
    return Sending(fields, await asking.act(client, "PUT", f"{path}/presence", fields, body))


async def _pin(
    request: Request,
    client: Coaching,
    workshop_id: UUID,
    session_id: UUID,
    pinning: Literal["pin", "unpin"],
    fields: TypedFields,
) -> Sending:
    if not fields.words("participant"):
        nobody = refusals(request, None, [{"pointer": "/participant", "code": "uuid_parsing"}])
        return Sending(fields, Outcome(422, errors=nobody))
    path = f"{WORKSHOPS}/{workshop_id}/sessions/{session_id}/participants/{fields.id_of('participant')}/pin"
    return Sending(fields, await asking.act(client, "PUT" if pinning == "pin" else "DELETE", path, fields))


@router.get(_ONE, response_class=Response, dependencies=FOLLOWED)
async def workshop_session(one: FoundBoard, districts: NamedDistricts, session_id: UUID, page: Page) -> Response:
    return await shown_board(page, "session.html", one, districts, Sending(), session_id=session_id)


@router.post(_ONE, response_class=Response, dependencies=_WRITERS)
async def change_workshop_session(
    sending: Annotated[Sending, Depends(_change)],
    one: FoundBoard,
    districts: NamedDistricts,
    workshop_id: UUID,
    session_id: UUID,
    page: Page,
) -> Response:
    if not sending.failed:
        return RedirectResponse(f"/workshops/{workshop_id}/sessions/{session_id}", 303)
    return await shown_board(page, "session.html", one, districts, sending, session_id=session_id)


@router.post(f"{_ONE}/{{pinning}}", response_class=Response, dependencies=_WRITERS)
async def pin_workshop_seat(
    sending: Annotated[Sending, Depends(_pin)],
    one: FoundBoard,
    districts: NamedDistricts,
    workshop_id: UUID,
    session_id: UUID,
    page: Page,
) -> Response:
    """Gives somebody a seat by hand, which stays however often seats are assigned, or lets it go again."""
    if not sending.failed:
        return RedirectResponse(f"/workshops/{workshop_id}/sessions/{session_id}#seats", 303)
    return await shown_board(page, "session.html", one, districts, sending, session_id=session_id, move="pin")
