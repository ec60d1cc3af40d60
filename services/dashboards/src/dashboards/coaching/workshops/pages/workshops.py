"""The workshops of a district: planned and changed by its leaders, seated, led, and who sits where."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.workshops import client as asking
from dashboards.coaching.workshops.answers import State, Workshop, Workshops
from dashboards.coaching.workshops.client import WORKSHOPS, Board
from dashboards.coaching.workshops.pages.showing import shown
from dashboards.coaching.workshops.usecases.read_forms import (
    SPARE_ROWS,
    capacity_of,
    people_of,
    plan_of,
    presence_of,
    rows,
)
from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Tagged
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.partners.answers import Account
from dashboards.readiness.partners.client import DistrictAccounts, DistrictNames, Names
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.usecases.names import names_of
from shared.auth.dependencies import needs

router = APIRouter(prefix="/workshops", route_class=PageRoute, include_in_schema=False)

WRITERS = [needs("coaching.write")]
Move = Literal["open", "ranking_closed", "under_way", "held", "cancelled", "seating", "few", "message"]


async def _list(
    client: Coaching,
    state: Annotated[State | Literal[""], Query()] = "",
    after: Annotated[str, Query(max_length=400)] = "",
) -> RemoteResult[Workshops]:
    return await asking.list_workshops(client, state, after)


async def _workshop(client: Coaching, workshop_id: UUID) -> Tagged[Workshop]:
    return await asking.workshop(client, workshop_id)


async def _board(client: Coaching, workshop_id: UUID) -> Board:
    return await asking.board(client, workshop_id)


async def _districts(one: Annotated[Board, Depends(_board)], names: Names) -> DistrictNames:
    found = one.found.answer
    return DistrictNames() if found is None else await names.names_of({found.host_id, *found.partner_ids})


async def _plan(client: Coaching, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.plan(client, fields, plan_of(fields)))


async def _change(client: Coaching, workshop_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.change(client, f"{WORKSHOPS}/{workshop_id}", fields, plan_of(fields)))


async def _move(client: Coaching, workshop_id: UUID, move: Move, fields: TypedFields) -> Sending:
    path = f"{WORKSHOPS}/{workshop_id}"
    if move in ("seating", "few"):
        body: dict[str, Any] = {"keep": "pins" if move == "seating" else "all"}
        return Sending(fields, await asking.act(client, "POST", f"{path}/seatings", fields, body))
    if move == "message":
        body = {"words": fields.prose("words"), "session_id": fields.words("session") or None}
        return Sending(fields, await asking.act(client, "POST", f"{path}/messages", fields, body))
    body = {"state": move} | ({"reason": fields.prose("reason")} if move == "cancelled" else {})
    return Sending(fields, await asking.change(client, f"{path}/state", fields, body, "PUT"))


async def _invite(client: Coaching, workshop_id: UUID, fields: TypedFields) -> Sending:
    body = {"person_ids": people_of(fields)}
    return Sending(fields, await asking.act(client, "POST", f"{WORKSHOPS}/{workshop_id}/participants", fields, body))


async def _note(client: Coaching, workshop_id: UUID, session_id: UUID, fields: TypedFields) -> Sending:
    path = f"{WORKSHOPS}/{workshop_id}/sessions/{session_id}"
    if "capacity" in fields:
        body: dict[str, Any] = {"capacity": capacity_of(fields, "capacity")}
        if fields.words("room"):
            body["room"] = fields.words("room")
        return Sending(fields, await asking.change(client, path, fields, body))
    there = (await asking.board(client, workshop_id)).seats
    body = presence_of(fields, [one.participant_id for one in there if one.session_id == session_id])
    return Sending(fields, await asking.act(client, "PUT", f"{path}/presence", fields, body))


@router.get("", response_class=Response)
async def workshops(
    found: Annotated[RemoteResult[Workshops], Depends(_list)], page: Page, state: State | Literal[""] = ""
) -> Response:
    return shown(page, "workshops.html", Sending(), {"found": found, "state": state})


@router.get("/new", response_class=Response, dependencies=WRITERS)
async def new_workshop(page: Page) -> Response:
    return _form(page, Tagged(), Sending())


@router.post("/new", response_class=Response, dependencies=WRITERS)
async def plan_workshop(sending: Annotated[Sending, Depends(_plan)], page: Page) -> Response:
    if sending.outcome is not None and sending.outcome.done:
        return RedirectResponse(f"/workshops/{sending.outcome.said['workshop_id']}", 303)
    return _form(page, Tagged(), sending)


@router.get("/{workshop_id}", response_class=Response)
async def workshop(
    one: Annotated[Board, Depends(_board)], districts: Annotated[DistrictNames, Depends(_districts)], page: Page
) -> Response:
    """The board: how full each session is, what the seating came to, and who sits where."""
    return await _shown(page, "workshop.html", one, districts, Sending())


@router.get("/{workshop_id}/change", response_class=Response, dependencies=WRITERS)
async def changing_workshop(found: Annotated[Tagged[Workshop], Depends(_workshop)], page: Page) -> Response:
    return _form(page, found, Sending(), away=found.answer is None)


@router.post("/{workshop_id}/change", response_class=Response, dependencies=WRITERS)
async def change_workshop(
    sending: Annotated[Sending, Depends(_change)],
    found: Annotated[Tagged[Workshop], Depends(_workshop)],
    workshop_id: UUID,
    page: Page,
) -> Response:
    if not sending.failed:
        return RedirectResponse(f"/workshops/{workshop_id}", 303)
    return _form(page, found, sending, away=found.answer is None)


@router.get("/{workshop_id}/people", response_class=Response, dependencies=WRITERS)
async def people(one: Annotated[Board, Depends(_board)], accounts: DistrictAccounts, page: Page) -> Response:
    return await _people(page, one, accounts, Sending())


@router.post("/{workshop_id}/people", response_class=Response, dependencies=WRITERS)
async def invite_people(
    sending: Annotated[Sending, Depends(_invite)],
    one: Annotated[Board, Depends(_board)],
    accounts: DistrictAccounts,
    workshop_id: UUID,
    page: Page,
) -> Response:
    if not sending.failed:
        return RedirectResponse(f"/workshops/{workshop_id}/people", 303)
    return await _people(page, one, accounts, sending)


@router.get("/{workshop_id}/sessions/{session_id}", response_class=Response)
async def workshop_session(
    one: Annotated[Board, Depends(_board)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    session_id: UUID,
    page: Page,
) -> Response:
    """A session: its room and capacity, and who was there."""
    return await _shown(page, "session.html", one, districts, Sending(), session_id=session_id)


@router.post("/{workshop_id}/sessions/{session_id}", response_class=Response, dependencies=WRITERS)
async def change_workshop_session(
    sending: Annotated[Sending, Depends(_note)],
    one: Annotated[Board, Depends(_board)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    workshop_id: UUID,
    session_id: UUID,
    page: Page,
) -> Response:
    if not sending.failed:
        return RedirectResponse(f"/workshops/{workshop_id}/sessions/{session_id}", 303)
    return await _shown(page, "session.html", one, districts, sending, session_id=session_id)


@router.post("/{workshop_id}/{move}", response_class=Response, dependencies=WRITERS)
async def move_workshop(
    sending: Annotated[Sending, Depends(_move)],
    one: Annotated[Board, Depends(_board)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    workshop_id: UUID,
    move: Move,
    page: Page,
) -> Response:
    if not sending.failed:
        return RedirectResponse(f"/workshops/{workshop_id}", 303)
    return await _shown(page, "workshop.html", one, districts, sending, move=move)


async def _shown(
    page: PageOfCaller,
    template: str,
    one: Board,
    districts: DistrictNames,
    sending: Sending,
    *,
    session_id: UUID | None = None,
    move: str = "",
) -> Response:
    found = one.found.answer
    own = [each.person_id for each in one.people if each.person_id is not None]
    context = {
        "board": one, "one": found, "etag": one.found.etag, "districts": districts, "move": move,
        "names": await names_of(page.session, page.caller, own),
        "hosts": found is not None and found.host_id == page.caller.district_id,
        "held": None if found is None else found.session(session_id),
    }  # fmt: skip
    return shown(page, template, sending, context, away=found is None)


async def _people(page: PageOfCaller, one: Board, accounts: list[Account] | None, sending: Sending) -> Response:
    invited = {each.person_id for each in one.people if each.person_id is not None}
    known = {each.person_id: each.user_name for each in accounts or [] if each.person_id is not None}
    names = await names_of(page.session, page.caller, [*known, *invited])
    choices = sorted(
        ((str(person), names.get(person) or called) for person, called in known.items() if person not in invited),
        key=lambda choice: choice[1].casefold(),
    )
    context = {"one": one.found.answer, "people": one.people, "names": names, "choices": choices}
    return shown(page, "people.html", sending, context, away=one.found.answer is None)


def _form(page: PageOfCaller, found: Tagged[Workshop], sending: Sending, *, away: bool = False) -> Response:
    """The plan with its rows, and a few empty ones below them."""
    one = found.answer
    sent = {name: rows(sending.fields, name) for name in ("slot", "session")} if sending.fields is not None else {}
    counts = {
        "slot": max(sent.get("slot", [-1]), default=-1) + 1 or len(one.slots if one else ()),
        "session": max(sent.get("session", [-1]), default=-1) + 1 or len(one.sessions if one else ()),
    }
    context = {
        "one": one, "etag": found.etag, "slot_rows": range(counts["slot"] + SPARE_ROWS),
        "session_rows": range(counts["session"] + SPARE_ROWS), "sent": sent,
        "zone_of_plan": one.time_zone if one else page.zone,
    }  # fmt: skip
    return shown(page, "plan.html", sending, context, away=away)
