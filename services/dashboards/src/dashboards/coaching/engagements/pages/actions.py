"""What is to close a gap: proposed by one district, agreed by the other, done when both say so."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.engagements import client as asking
from dashboards.coaching.engagements.client import ACTIONS, Acting, Proposing
from dashboards.coaching.engagements.pages.showing import WRITERS, Leader, districts_of, of_engagement
from dashboards.coaching.engagements.usecases.read_forms import action_of, drop_of
from dashboards.common.dependencies import FOLLOWED
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.instruments.titles import Instrumented, Published, titles
from dashboards.readiness.partners.client import DistrictNames, Names
from dashboards.roster.dependencies import Page, PageOfCaller

router = APIRouter(route_class=PageRoute, include_in_schema=False)

NEW = "/engagements/{engagement_id}/actions/new"
ONE = "/coaching-actions/{action_id}"
Deed = Literal["change", "owner", "agree", "resource-used", "confirm", "drop"]


async def _proposing(client: Coaching, _: Leader, engagement_id: UUID) -> Proposing:
    return await asking.proposing(client, engagement_id)


async def _new_districts(one: Annotated[Proposing, Depends(_proposing)], names: Names) -> DistrictNames:
    return await names.names_of(districts_of(one.found.answer))


async def _acting(client: Coaching, _: Leader, action_id: UUID) -> Acting:
    return await asking.acting(client, action_id)


async def _districts(one: Annotated[Acting, Depends(_acting)], names: Names) -> DistrictNames:
    return await names.names_of(districts_of(one.engagement))


async def _propose(client: Coaching, engagement_id: UUID, fields: TypedFields) -> Sending:
    of = {"engagement_id": str(engagement_id), "gap_id": fields.words("gap_id")}
    body = action_of(fields) | of | {"meeting_id": fields.words("meeting_id") or None}
    return Sending(fields, await asking.send(client, "POST", ACTIONS, fields, body, once=True))


async def _do(client: Coaching, action_id: UUID, deed: Deed, fields: TypedFields) -> Sending:
    path = f"{ACTIONS}/{action_id}"
    if deed in ("change", "owner"):
        body = action_of(fields) if deed == "change" else {"owner_member_id": fields.words("owner_member_id")}
        return Sending(fields, await asking.send(client, "PATCH", path, fields, body))
    sent: dict[str, Any] | None = {"resource-used": {"on": fields.words("on")}, "drop": drop_of(fields)}.get(deed)
    return Sending(fields, await asking.send(client, "POST", f"{path}/{deed}", fields, sent))


@router.get(NEW, response_class=Response, dependencies=WRITERS)
async def new_action(
    one: Annotated[Proposing, Depends(_proposing)],
    districts: Annotated[DistrictNames, Depends(_new_districts)],
    published: Instrumented,
    page: Page,
    meeting_id: UUID | None = None,
    gap_id: UUID | None = None,
) -> Response:
    """A form for an action; where it is agreed in a meeting, that and its gap are chosen already."""
    return await _new(page, one, districts, published, Sending(), meeting_id, gap_id)


@router.post(NEW, response_class=Response, dependencies=WRITERS)
async def propose_action(
    sending: Annotated[Sending, Depends(_propose)],
    one: Annotated[Proposing, Depends(_proposing)],
    districts: Annotated[DistrictNames, Depends(_new_districts)],
    published: Instrumented,
    page: Page,
    engagement_id: UUID,
) -> Response:
    if sending.failed:
        return await _new(page, one, districts, published, sending)
    meeting_id = sending.value("meeting_id")
    place = f"/coaching-week/meetings/{meeting_id}" if meeting_id else f"/engagements/{engagement_id}"
    return RedirectResponse(f"{place}#actions", 303)


@router.get(ONE, response_class=Response, dependencies=FOLLOWED)
async def action(
    one: Annotated[Acting, Depends(_acting)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    published: Instrumented,
    page: Page,
) -> Response:
    return await _shown(page, one, districts, published, Sending())


@router.post(f"{ONE}/{{deed}}", response_class=Response, dependencies=WRITERS)
async def act_on_action(
    sending: Annotated[Sending, Depends(_do)],
    one: Annotated[Acting, Depends(_acting)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    published: Instrumented,
    page: Page,
    action_id: UUID,
    deed: Deed,
) -> Response:
    """Does what a button says; where it is refused, the page says why."""
    if sending.failed:
        return await _shown(page, one, districts, published, sending, deed)
    return RedirectResponse(ONE.format(action_id=action_id), 303)


async def _new(
    page: PageOfCaller,
    one: Proposing,
    districts: DistrictNames,
    published: Published,
    sending: Sending,
    meeting_id: UUID | None = None,
    gap_id: UUID | None = None,
) -> Response:
    found = one.found.answer
    more = {
        "needs": one.needs, "meeting_id": meeting_id, "gap_id": gap_id,
        "titles": titles(published.versions, page.l10n.language),
    }  # fmt: skip
    return await of_engagement(page, "new_action.html", sending, found, one.members, districts, **more)


async def _shown(
    page: PageOfCaller, one: Acting, districts: DistrictNames, published: Published, sending: Sending, deed: str = ""
) -> Response:
    action = one.found.answer
    known = titles(published.versions, page.l10n.language)
    more = {"action": action, "etag": one.found.etag, "deed": deed, "titles": known}
    found = one.engagement if action is not None else None
    return await of_engagement(page, "action.html", sending, found, one.members, districts, **more)
