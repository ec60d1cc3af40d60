"""What a reviewer reads and gives: each alone, and without what they must not judge."""

import asyncio
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.client import Outcome, Readiness
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.readiness.partners.client import DistrictNames, Names
from dashboards.readiness.selection import client as asking
from dashboards.readiness.selection.answers import Review, ReviewedCall, ReviewsListed
from dashboards.readiness.selection.pages.showing import shown
from dashboards.readiness.selection.usecases.forms import sheet_of
from dashboards.roster.dependencies import Page, PageOfCaller

router = APIRouter(prefix="/my-reviews", route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Listed:
    """All that somebody reviews, and how each of the calls stands."""

    found: RemoteResult[ReviewsListed]
    calls: list[ReviewedCall]
    names: DistrictNames


@dataclass(frozen=True, slots=True)
class Reviewing:
    found: RemoteResult[Review]
    names: DistrictNames


@dataclass(frozen=True, slots=True)
class Given:
    """What became of a form, and the application as it is by now."""

    sending: Sending
    one: Reviewing


async def _list(client: Readiness, naming: Names) -> Listed:
    found = await asking.list_reviews(client)
    items = found.answer.items if found.answer else []
    ids = list(dict.fromkeys(one.call_id for one in items))
    calls = await asyncio.gather(*(asking.reviewed_call(client, one) for one in ids))
    names = await naming.names_of(one.applicant_id for one in items)
    return Listed(found, [one.answer for one in calls if one.answer], names)


async def _reviewing(client: Readiness, naming: Names, application_id: UUID) -> Reviewing:
    found = await asking.review(client, application_id)
    return Reviewing(found, await naming.names_of([found.answer.applicant_id] if found.answer else []))


One = Annotated[Reviewing, Depends(_reviewing)]


async def _give(client: Readiness, naming: Names, one: One, application_id: UUID, fields: TypedFields) -> Given:
    if one.found.answer is None:
        return Given(Sending(fields, Outcome()), one)
    body = sheet_of(fields, one.found.answer.criteria)
    if len(body["levels"]) < len(one.found.answer.criteria):
        return Given(Sending(fields, Outcome(422)), one)
    sending = Sending(fields, await asking.give_sheet(client, application_id, body))
    return Given(sending, await _reviewing(client, naming, application_id) if sending.failed else one)


async def _declare(client: Readiness, one: One, application_id: UUID, fields: TypedFields) -> Given:
    if not fields.prose("reason"):
        return Given(Sending(fields, Outcome(422)), one)
    return Given(Sending(fields, await asking.declare_conflict(client, application_id, fields.prose("reason"))), one)


@router.get("", response_class=Response)
async def reviews(listed: Annotated[Listed, Depends(_list)], page: Page) -> Response:
    declared = page.request.query_params.get("declared") == "1"
    context = {"found": listed.found, "calls": listed.calls, "names": listed.names, "declared": declared}
    return shown(page, "my_reviews.html", Sending(), context)


@router.get("/{application_id}", response_class=Response)
async def review(one: Annotated[Reviewing, Depends(_reviewing)], page: Page) -> Response:
    return _shown(page, one, Sending())


@router.post("/{application_id}/sheet", response_class=Response)
async def give_sheet(given: Annotated[Given, Depends(_give)], application_id: UUID, page: Page) -> Response:
    if not given.sending.failed:
        return RedirectResponse(f"/my-reviews/{application_id}?saved=1", 303)
    return _shown(page, given.one, given.sending)


@router.post("/{application_id}/conflict", response_class=Response)
async def declare_conflict(given: Annotated[Given, Depends(_declare)], page: Page) -> Response:
    if not given.sending.failed:
        return RedirectResponse("/my-reviews?declared=1", 303)
    return _shown(page, given.one, given.sending)


def _shown(page: PageOfCaller, one: Reviewing, sending: Sending) -> Response:
    saved = page.request.query_params.get("saved") == "1"
    context = {"review": one.found.answer, "names": one.names, "saved": saved}
    return shown(page, "review.html", sending, context, away=one.found.answer is None)
