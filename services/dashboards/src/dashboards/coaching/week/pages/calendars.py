"""Feeds for one's own calendars: made, their address shown once, and revoked."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.week import client as asking
from dashboards.coaching.week.answers import Feeds, MadeFeed
from dashboards.coaching.week.client import FEEDS
from dashboards.coaching.week.pages.showing import shown
from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.roster.dependencies import Page, PageOfCaller

router = APIRouter(prefix="/coaching-week/calendars", route_class=PageRoute, include_in_schema=False)

Found = RemoteResult[Feeds]


async def _feeds(client: Coaching) -> Found:
    return await asking.feeds(client)


async def _make(client: Coaching, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.write(client, FEEDS, fields, {"label": fields.words("label")}))


async def _revoke(client: Coaching, feed_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.revoke(client, feed_id))


@router.get("", response_class=Response)
async def calendars(found: Annotated[Found, Depends(_feeds)], page: Page) -> Response:
    return await _shown(page, found, Sending())


@router.post("", response_class=Response)
async def make_feed(
    sending: Annotated[Sending, Depends(_make)], found: Annotated[Found, Depends(_feeds)], page: Page
) -> Response:
    """Shows the address on the page that answers: it is at no other address, and is not shown again."""
    if sending.failed or sending.outcome is None:
        return await _shown(page, found, sending)
    return await _shown(page, found, Sending(), MadeFeed.model_validate(sending.outcome.said))


@router.post("/{feed_id}/revoke", response_class=Response)
async def revoke_feed(
    sending: Annotated[Sending, Depends(_revoke)], found: Annotated[Found, Depends(_feeds)], page: Page
) -> Response:
    if sending.failed:
        return await _shown(page, found, sending)
    return RedirectResponse("/coaching-week/calendars", 303)


async def _shown(page: PageOfCaller, found: Found, sending: Sending, made: MadeFeed | None = None) -> Response:
    status = 200 if made is None else 201
    return await shown(page, "calendars.html", sending, {"found": found, "made": made}, status=status)
