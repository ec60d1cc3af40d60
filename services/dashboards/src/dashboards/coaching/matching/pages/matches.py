"""Matches: proposed to both districts, confirmed or declined by each, met for the first time, ended."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.matching import client as asking
from dashboards.coaching.matching.answers import Match
from dashboards.coaching.matching.client import Known
from dashboards.coaching.matching.pages.showing import called, parties, shown
from dashboards.common.dependencies import FOLLOWED
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Tagged
from dashboards.readiness.forms import Fields, Sending, TypedFields
from dashboards.readiness.partners.client import DistrictNames, Names
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.auth.dependencies import needs

router = APIRouter(prefix="/matches", route_class=PageRoute, include_in_schema=False)

WRITERS = [needs("coaching.write")]
State = Literal["proposed", "confirmed", "ended", ""]
Saying = Literal["confirm", "decline", "end", "first-contact"]


async def _known(client: Coaching) -> Known:
    return await asking.known(client)


async def _districts(found: Annotated[Known, Depends(_known)], names: Names) -> DistrictNames:
    return await names.names_of(parties(found))


async def _match(client: Coaching, match_id: UUID) -> Tagged[Match]:
    return await asking.one_match(client, match_id)


async def _act(client: Coaching, match_id: UUID, saying: Saying, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.act_on_match(client, match_id, saying, _body(saying, fields)))


def _body(saying: Saying, fields: Fields) -> dict[str, Any] | None:
    match saying:
        case "confirm":
            return None
        case "decline":
            return {"words": fields.prose("words")}
        case "end":
            return {"because": fields.words("because"), "words": fields.prose("words")}
        case "first-contact":
            return {"on": fields.words("on")}


@router.get("", response_class=Response, dependencies=FOLLOWED)
async def matches(
    known: Annotated[Known, Depends(_known)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    page: Page,
    state: Annotated[State, Query()] = "",
) -> Response:
    """Those that wait for the reader's district come first."""
    found = [one for one in known.matches if state in ("", one.state)]
    found.sort(key=lambda one: (not waits_for(page, one), one.state, str(one.partner_id), one.match_id))
    context = {
        "known": known, "found": found, "state": state, "called": await called(page, known, districts),
        "waits": [one.match_id for one in found if waits_for(page, one)],
        "stopped": {one.match_id: one.engagement_id for one in found if waits_for(page, one) and stops(known, one)},
    }  # fmt: skip
    return shown(page, "matches.html", Sending(), context)


@router.get("/{match_id}", response_class=Response, dependencies=FOLLOWED)
async def match_page(
    one: Annotated[Tagged[Match], Depends(_match)],
    known: Annotated[Known, Depends(_known)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    page: Page,
) -> Response:
    return await _shown(page, one, known, districts, Sending())


@router.post("/{match_id}/{saying}", response_class=Response, dependencies=WRITERS)
async def act_on_match(
    sending: Annotated[Sending, Depends(_act)],
    one: Annotated[Tagged[Match], Depends(_match)],
    known: Annotated[Known, Depends(_known)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    match_id: UUID,
    saying: Saying,
    page: Page,
) -> Response:
    """Confirms it for the reader's district, declines it, ends it, or notes when coach and partner met first."""
    if not sending.failed:
        to = "/matches?state=proposed" if sending.fields and sending.fields.words("from") == "list" else None
        return RedirectResponse(to or f"/matches/{match_id}", 303)
    return await _shown(page, one, known, districts, sending, act=saying)


async def _shown(
    page: PageOfCaller, one: Tagged[Match], known: Known, districts: DistrictNames, sending: Sending, *, act: str = ""
) -> Response:
    found = one.answer
    context = {
        "match": found, "act": act, "called": await called(page, known, districts),
        "waits": found is not None and waits_for(page, found),
        "engagement": None if found is None else known.engagements.get(found.engagement_id),
    }  # fmt: skip
    return shown(page, "match.html", sending, context, away=found is None)


def waits_for(page: PageOfCaller, one: Match) -> bool:
    """Whether it is proposed, and the reader's district has not confirmed it."""
    if one.state != "proposed":
        return False
    hosts = one.host_id == page.caller.district_id
    return (one.host_confirmed_at if hosts else one.partner_confirmed_at) is None


def stops(known: Known, one: Match) -> bool:
    """Whether it cannot be confirmed: an agreement is missing, or its engagement is over."""
    engagement = known.engagements.get(one.engagement_id)
    return engagement is None or not engagement.discloses
