"""The workshops of a district: planned and changed by its leaders, seated, led, and who sits where."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.workshops import client as asking
from dashboards.coaching.workshops.answers import State, Workshop, Workshops
from dashboards.coaching.workshops.client import WORKSHOPS, Board
from dashboards.coaching.workshops.pages.boards import FoundBoard, NamedDistricts, find_board, shown_board
from dashboards.coaching.workshops.pages.showing import shown
from dashboards.coaching.workshops.usecases.read_forms import (
    SPARE_ROWS,
    people_of,
    plan_of,
    rows,
)
from dashboards.common.client import RemoteResult
from dashboards.common.dependencies import FOLLOWED, Viewer
from dashboards.common.pages.render import short_id
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Tagged
from dashboards.readiness.finding import finding, looks
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.partners.answers import Account
from dashboards.readiness.partners.client import DistrictAccounts, Names
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.usecases.names import names_of
from shared.auth.dependencies import needs

router = APIRouter(prefix="/workshops", route_class=PageRoute, include_in_schema=False)

WRITERS = [needs("coaching.write")]
Partners = list[tuple[str, str]] | None
"""Ids and names of districts; None where coaching does not say."""
Move = Literal["open", "ranking_closed", "under_way", "held", "cancelled", "seating", "few", "message"]


async def _list(
    client: Coaching,
    state: Annotated[State | Literal[""], Query()] = "",
    after: Annotated[str, Query(max_length=400)] = "",
) -> RemoteResult[Workshops]:
    return await asking.list_workshops(client, state, after)


async def _workshop(client: Coaching, workshop_id: UUID) -> Tagged[Workshop]:
    return await asking.workshop(client, workshop_id)


async def _partners(client: Coaching, names: Names, caller: Viewer) -> Partners:
    """The partners with which the host works now."""
    found = await asking.partners(client, caller.district_id)
    if found is None:
        return None
    named = await names.names_of(found)
    choices = [(str(one), named.get(one) or short_id(one)) for one in found]
    return sorted(choices, key=lambda choice: choice[1].casefold())


EngagedPartners = Annotated[Partners, Depends(_partners)]


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
    if looks(fields):
        return Sending(fields)
    body = {"person_ids": people_of(fields)}
    return Sending(fields, await asking.act(client, "POST", f"{WORKSHOPS}/{workshop_id}/participants", fields, body))


@router.get("", response_class=Response, dependencies=FOLLOWED)
async def workshops(
    found: Annotated[RemoteResult[Workshops], Depends(_list)], page: Page, state: State | Literal[""] = ""
) -> Response:
    return shown(page, "workshops.html", Sending(), {"found": found, "state": state})


@router.get("/new", response_class=Response, dependencies=WRITERS)
async def new_workshop(partners: EngagedPartners, page: Page) -> Response:
    return _form(page, Tagged(), partners, Sending())


@router.post("/new", response_class=Response, dependencies=WRITERS)
async def plan_workshop(sending: Annotated[Sending, Depends(_plan)], partners: EngagedPartners, page: Page) -> Response:
    if sending.outcome is not None and sending.outcome.done:
        return RedirectResponse(f"/workshops/{sending.outcome.said['workshop_id']}", 303)
    return _form(page, Tagged(), partners, sending)


@router.get("/{workshop_id}", response_class=Response, dependencies=FOLLOWED)
async def workshop(one: Annotated[Board, Depends(find_board)], districts: NamedDistricts, page: Page) -> Response:
    """The board: how full each session is, what the seating came to, and who sits where."""
    return await shown_board(page, "workshop.html", one, districts, Sending())


@router.get("/{workshop_id}/change", response_class=Response, dependencies=WRITERS)
async def changing_workshop(
    found: Annotated[Tagged[Workshop], Depends(_workshop)], partners: EngagedPartners, page: Page
) -> Response:
    return _form(page, found, partners, Sending(), away=found.answer is None)


@router.post("/{workshop_id}/change", response_class=Response, dependencies=WRITERS)
async def change_workshop(
    sending: Annotated[Sending, Depends(_change)],
    found: Annotated[Tagged[Workshop], Depends(_workshop)],
    partners: EngagedPartners,
    workshop_id: UUID,
    page: Page,
) -> Response:
    if not sending.failed:
        return RedirectResponse(f"/workshops/{workshop_id}", 303)
    return _form(page, found, partners, sending, away=found.answer is None)


@router.get("/{workshop_id}/people", response_class=Response, dependencies=WRITERS)
async def people(one: Annotated[Board, Depends(find_board)], accounts: DistrictAccounts, page: Page) -> Response:
    return await _people(page, one, accounts, Sending())


@router.post("/{workshop_id}/people", response_class=Response, dependencies=WRITERS)
async def invite_people(
    sending: Annotated[Sending, Depends(_invite)],
    one: FoundBoard,
    accounts: DistrictAccounts,
    workshop_id: UUID,
    page: Page,
) -> Response:
    if sending.outcome is not None and sending.outcome.done:
        return RedirectResponse(f"/workshops/{workshop_id}/people", 303)
    return await _people(page, one, accounts, sending)


@router.post("/{workshop_id}/{move}", response_class=Response, dependencies=WRITERS)
async def move_workshop(
    sending: Annotated[Sending, Depends(_move)],
    one: FoundBoard,
    districts: NamedDistricts,
    workshop_id: UUID,
    move: Move,
    page: Page,
) -> Response:
    if not sending.failed:
        return RedirectResponse(f"/workshops/{workshop_id}", 303)
    return await shown_board(page, "workshop.html", one, districts, sending, move=move)


async def _people(page: PageOfCaller, one: Board, accounts: list[Account] | None, sending: Sending) -> Response:
    invited = {each.person_id for each in one.people if each.person_id is not None}
    known = {each.person_id: each.user_name for each in accounts or [] if each.person_id is not None}
    names = await names_of(page.session, page.caller, [*known, *invited])
    choices = sorted(
        ((str(person), names.get(person) or called) for person, called in known.items() if person not in invited),
        key=lambda choice: choice[1].casefold(),
    )
    found = await finding(page, sending, but=frozenset(person for person, _ in choices))
    context = {"one": one.found.answer, "people": one.people, "names": names, "choices": choices, "finding": found}
    return shown(page, "people.html", sending, context, away=one.found.answer is None)


def _form(
    page: PageOfCaller, found: Tagged[Workshop], partners: Partners, sending: Sending, *, away: bool = False
) -> Response:
    """The plan with its rows, and a few empty ones below them."""
    one = found.answer
    sent = {name: rows(sending.fields, name) for name in ("slot", "session")} if sending.fields is not None else {}
    counts = {
        "slot": max(sent.get("slot", [-1]), default=-1) + 1 or len(one.slots if one else ()),
        "session": max(sent.get("session", [-1]), default=-1) + 1 or len(one.sessions if one else ()),
    }
    invited = [str(each) for each in one.partner_ids] if one else []
    known = {choice for choice, _ in partners or []}
    context = {
        "one": one, "etag": found.etag, "partners": partners, "invited": invited,
        "fixed": one is not None and one.state != "draft",
        "others": [each for each in invited if each not in known], "slot_rows": range(counts["slot"] + SPARE_ROWS),
        "session_rows": range(counts["session"] + SPARE_ROWS), "sent": sent,
        "zone_of_plan": one.time_zone if one else page.zone,
    }  # fmt: skip
    return shown(page, "plan.html", sending, context, away=away)
