"""One action, for whoever sees to it, coaches its gap, or was there when it was agreed."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.week import client as asking
from dashboards.coaching.week.answers import OwnAction
from dashboards.coaching.week.pages.showing import READS, shown
from dashboards.common.client import RemoteResult
from dashboards.common.dependencies import FOLLOWED
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.partners.client import DistrictNames, Names
from dashboards.roster.dependencies import Page, PageOfCaller

ONE = "/coaching-week/actions/{action_id}"
router = APIRouter(prefix=ONE, route_class=PageRoute, include_in_schema=False)

Found = RemoteResult[OwnAction]


async def _action(client: Coaching, action_id: UUID) -> Found:
    return await asking.own_action(client, action_id)


async def _districts(found: Annotated[Found, Depends(_action)], names: Names) -> DistrictNames:
    one = found.answer
    return await names.names_of(set() if one is None else {one.host_id, one.partner_id})


async def _use(client: Coaching, action_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.use_resource(client, action_id, fields.words("on")))


@router.get("", response_class=Response, dependencies=FOLLOWED)
async def own_action(
    found: Annotated[Found, Depends(_action)], districts: Annotated[DistrictNames, Depends(_districts)], page: Page
) -> Response:
    """What is to be done and by when, and whether the resource was used."""
    return await _shown(page, found, districts, Sending())


@router.post("/used", response_class=Response)
async def own_resource_used(
    sending: Annotated[Sending, Depends(_use)],
    found: Annotated[Found, Depends(_action)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    page: Page,
    action_id: UUID,
) -> Response:
    """Records the day; where it is refused, the page says why and keeps what was typed."""
    if sending.failed:
        return await _shown(page, found, districts, sending)
    return RedirectResponse(ONE.format(action_id=action_id), 303)


async def _shown(page: PageOfCaller, found: Found, districts: DistrictNames, sending: Sending) -> Response:
    context = {"one": found.answer, "reads": READS in page.caller.scopes}
    return await shown(page, "action.html", sending, context, districts=districts, away=found.answer is None)
