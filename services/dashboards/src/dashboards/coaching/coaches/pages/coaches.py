"""The district's coaches: whether they may coach, and one of them with all that is attested."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.coaches import client as asking
from dashboards.coaching.coaches.answers import Coaches
from dashboards.coaching.coaches.client import Known
from dashboards.coaching.coaches.pages.showing import WRITERS, called, shown
from dashboards.coaching.coaches.pages.skills import chapters
from dashboards.coaching.coaches.usecases.read_forms import (
    attestation_of,
    new_coach_of,
    offer_of,
    revocation_of,
    shown_times,
)
from dashboards.common.client import RemoteResult
from dashboards.common.dependencies import FOLLOWED
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.finding import finding, looks
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.instruments.titles import Instrumented, Published
from dashboards.roster.dependencies import Page, PageOfCaller

router = APIRouter(prefix="/coaches", route_class=PageRoute, include_in_schema=False)

Kind = Annotated[Literal["", "student", "staff"], Query()]
State = Annotated[Literal["", "active", "suspended", "left"], Query()]
Telling = Literal["attest", "revoke", "offer", "leave"]
Day = Annotated[str, Query(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
_PLACES: dict[Telling, str] = {"attest": "attested", "revoke": "attested", "offer": "offer", "leave": "offer"}


async def _list(
    client: Coaching, kind: Kind = "", standing: State = "", after: Annotated[str, Query(max_length=400)] = ""
) -> RemoteResult[Coaches]:
    return await asking.list_coaches(client, kind, standing, after)


async def _coach(client: Coaching, coach_id: UUID, on: Day = "") -> Known:
    return await asking.one_coach(client, coach_id, on)


async def _tell(client: Coaching, coach_id: UUID, telling: Telling, fields: TypedFields) -> Sending:
    match telling:
        case "attest":
            outcome = await asking.attest(client, coach_id, fields, attestation_of(fields))
        case "revoke":
            outcome = await asking.revoke(client, coach_id, fields.id_of("id"), revocation_of(fields))
        case "offer":
            outcome = await asking.change(client, coach_id, fields, offer_of(fields))
        case "leave":
            outcome = await asking.leave(client, coach_id, fields)
    return Sending(fields, outcome)


@router.get("", response_class=Response, dependencies=FOLLOWED)
async def coaches(
    found: Annotated[RemoteResult[Coaches], Depends(_list)], page: Page, kind: Kind = "", standing: State = ""
) -> Response:
    """Who coaches, and who may not at present, and why."""
    listed = found.answer.items if found.answer else []
    names = await called(page, listed)
    context = {
        "found": found, "names": names, "kind": kind, "standing": standing,
        "coaches": sorted(listed, key=lambda one: (names[one.coach_id].casefold(), one.coach_id)),
    }  # fmt: skip
    return shown(page, "coaches.html", Sending(), context)


async def _join(client: Coaching, fields: TypedFields) -> Sending:
    """A search for somebody by name is no sending yet."""
    if looks(fields):
        return Sending(fields)
    return Sending(fields, await asking.join(client, fields, new_coach_of(fields)))


@router.get("/new", response_class=Response, dependencies=WRITERS)
async def new_coach(published: Instrumented, page: Page) -> Response:
    return await _form(page, published, Sending())


@router.post("/new", response_class=Response, dependencies=WRITERS)
async def add_coach(sending: Annotated[Sending, Depends(_join)], published: Instrumented, page: Page) -> Response:
    """Makes somebody a coach, or looks for people by name: a name gets into no address."""
    if sending.outcome is not None and sending.outcome.done:
        return RedirectResponse(f"/coaches/{sending.outcome.said['coach_id']}#attested", 303)
    return await _form(page, published, sending)


async def _form(page: PageOfCaller, published: Published, sending: Sending) -> Response:
    context = {
        "finding": await finding(page, sending), "chapters": await chapters(page, published, ()),
        "times": shown_times(sending.fields, []),
    }  # fmt: skip
    return shown(page, "new.html", sending, context)


@router.get("/{coach_id}", response_class=Response, dependencies=FOLLOWED)
async def coach_page(
    known: Annotated[Known, Depends(_coach)], published: Instrumented, page: Page, on: Day = ""
) -> Response:
    return await _shown(page, known, published, Sending(), on=on)


@router.post("/{coach_id}/{telling}", response_class=Response, dependencies=WRITERS)
async def tell_of_coach(
    sending: Annotated[Sending, Depends(_tell)],
    known: Annotated[Known, Depends(_coach)],
    published: Instrumented,
    page: Page,
    coach_id: UUID,
    telling: Telling,
) -> Response:
    """Attests something, takes back what was attested, changes what the coach offers, or has them leave."""
    if sending.failed:
        return await _shown(page, known, published, sending, telling)
    return RedirectResponse(f"/coaches/{coach_id}#{_PLACES[telling]}", 303)


async def _shown(
    page: PageOfCaller,
    known: Known,
    published: Published,
    sending: Sending,
    telling: Telling | Literal[""] = "",
    on: str = "",
) -> Response:
    one = known.found.answer
    standing = [] if one is None else [each.model_dump() for each in one.availability]
    context = {
        "one": one, "etag": known.found.etag, "attestations": known.attestations, "then": known.standing, "on": on,
        "telling": telling, "names": await called(page, [] if one is None else [one]),
        "chapters": await chapters(page, published, [] if one is None else one.skills), "matches": known.matches,
        "times": shown_times(sending.fields if telling == "offer" else None, standing),
    }  # fmt: skip
    return shown(page, "coach.html", sending, context, away=one is None)
