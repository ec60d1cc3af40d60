"""Somebody's own workshops: what they choose, what they have and why, what they wait for and exchange. No script is
needed: every button sends the form it is in.
"""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching, CoachingClient
from dashboards.coaching.workshops import client as asking
from dashboards.coaching.workshops.answers import OwnWorkshops
from dashboards.coaching.workshops.client import MINE, Mine
from dashboards.coaching.workshops.pages.showing import shown
from dashboards.coaching.workshops.usecases.read_forms import ranking_of
from dashboards.common.client import RemoteResult
from dashboards.common.dependencies import FOLLOWED
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Outcome
from dashboards.readiness.forms import Fields, Sending, TypedFields
from dashboards.readiness.partners.client import DistrictNames, Names
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.usecases.names import names_of

router = APIRouter(prefix="/my-workshops", route_class=PageRoute, include_in_schema=False)

Act = Literal[
    "ranking", "withdraw", "give-back", "wait", "leave", "accept", "decline", "swap", "agree", "refuse", "take-back"
]
_SWAP_ANSWERS = {"agree": "agree", "refuse": "decline", "take-back": "withdraw"}


async def _list(client: Coaching, after: Annotated[str, Query(max_length=400)] = "") -> RemoteResult[OwnWorkshops]:
    return await asking.list_mine(client, after)


async def _mine(client: Coaching, workshop_id: UUID) -> Mine:
    return await asking.mine(client, workshop_id)


async def _districts(one: Annotated[Mine, Depends(_mine)], names: Names) -> DistrictNames:
    found = one.found.answer
    return await names.names_of([found.companion.district_id] if found is not None and found.companion else [])


async def _act(client: Coaching, workshop_id: UUID, act: Act, fields: TypedFields) -> Sending:
    path = f"{MINE}/{workshop_id}"
    if act == "ranking":
        found = await asking.mine(client, workshop_id)
        if found.found.answer is None:
            return Sending(fields, Outcome())
        body = ranking_of(fields, found.found.answer)
        return Sending(fields, await asking.rank(client, workshop_id, fields, body))
    return Sending(fields, await _send(client, path, act, fields))


async def _send(client: CoachingClient, path: str, act: Act, fields: Fields) -> Outcome:
    match act:
        case "give-back":
            return await asking.act(client, "POST", f"{path}/slots/{fields.number('slot') or 1}/give-back", fields)
        case "wait" | "leave":
            method = "PUT" if act == "wait" else "DELETE"
            return await asking.act(client, method, f"{path}/sessions/{fields.id_of('session')}/waiting", fields)
        case "accept" | "decline":
            to = f"{path}/sessions/{fields.id_of('session')}/answer"
            return await asking.act(client, "POST", to, fields, {"answer": act})
        case "swap":
            badges = [int(one) if one.isdigit() else one for one in fields.words("badges").replace(",", " ").split()]
            body: dict[str, Any] = {"slot": fields.number("slot") or 1, "with_badges": badges}
            return await asking.act(client, "POST", f"{path}/swaps", fields, body)
        case "agree" | "refuse" | "take-back":
            to = f"{path}/swaps/{fields.id_of('swap')}/answer"
            return await asking.act(client, "POST", to, fields, {"answer": _SWAP_ANSWERS[act]})
        case _:
            return await asking.act(client, "POST", f"{path}/withdraw", fields)


@router.get("", response_class=Response, dependencies=FOLLOWED)
async def own_workshops(found: Annotated[RemoteResult[OwnWorkshops], Depends(_list)], page: Page) -> Response:
    """The workshops to which the one who is signed in is invited."""
    return shown(page, "mine.html", Sending(), {"found": found})


@router.get("/{workshop_id}", response_class=Response, dependencies=FOLLOWED)
async def own_workshop(
    one: Annotated[Mine, Depends(_mine)], districts: Annotated[DistrictNames, Depends(_districts)], page: Page
) -> Response:
    return await _shown(page, one, districts, Sending())


@router.post("/{workshop_id}/{act}", response_class=Response)
async def act_on_own(
    sending: Annotated[Sending, Depends(_act)],
    one: Annotated[Mine, Depends(_mine)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    workshop_id: UUID,
    act: Act,
    page: Page,
) -> Response:
    """Does what a button says, and shows the page again, where the button was."""
    if sending.failed:
        return await _shown(page, one, districts, sending, act)
    place = sending.fields.words("place") if sending.fields is not None else ""
    at = f"#{place}" if place.isascii() and place.replace("-", "").isalnum() else ""
    return RedirectResponse(f"/my-workshops/{workshop_id}{at}", 303)


async def _shown(page: PageOfCaller, one: Mine, districts: DistrictNames, sending: Sending, act: str = "") -> Response:
    found = one.found
    companion = None if found.answer is None else found.answer.companion
    known = [] if companion is None or companion.person_id is None else [companion.person_id]
    context: dict[str, Any] = {
        "one": found.answer,
        "etag": found.etag,
        "swaps": one.swaps,
        "messages": one.messages,
        "act": act,
    }
    context |= {"districts": districts, "names": await names_of(page.session, page.caller, known)}
    return shown(page, "my_workshop.html", sending, context, away=found.answer is None)
