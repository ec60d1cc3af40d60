"""Which coaches are related to each other: declared, and withdrawn where it was a mistake or is over."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.coaches import client as asking
from dashboards.coaching.coaches.client import Related
from dashboards.coaching.coaches.pages.showing import WRITERS, called, shown, unnamed
from dashboards.coaching.coaches.usecases.read_forms import relation_of
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.roster.dependencies import Page, PageOfCaller

router = APIRouter(prefix="/relations", route_class=PageRoute, include_in_schema=False)


async def _related(client: Coaching) -> Related:
    return await asking.related(client)


async def _declare(client: Coaching, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.declare(client, fields, relation_of(fields)))


async def _withdraw(client: Coaching, relation_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.withdraw(client, relation_id))


@router.get("", response_class=Response)
async def relations(related: Annotated[Related, Depends(_related)], page: Page) -> Response:
    return await _shown(page, related, Sending())


@router.post("", response_class=Response, dependencies=WRITERS)
async def declare_relation(
    sending: Annotated[Sending, Depends(_declare)], related: Annotated[Related, Depends(_related)], page: Page
) -> Response:
    """Declares that two coaches are related; what was typed is shown where that could not be."""
    return await _shown(page, related, sending) if sending.failed else RedirectResponse("/relations", 303)


@router.post("/{relation_id}/withdraw", response_class=Response, dependencies=WRITERS)
async def withdraw_relation(
    sending: Annotated[Sending, Depends(_withdraw)], related: Annotated[Related, Depends(_related)], page: Page
) -> Response:
    return await _shown(page, related, sending) if sending.failed else RedirectResponse("/relations", 303)


async def _shown(page: PageOfCaller, related: Related, sending: Sending) -> Response:
    names = await called(page, related.coaches)
    present = [one.coach_id for one in related.coaches if one.left_on is None]
    pairs = {
        one.relation_id: [(each, names.get(each) or unnamed(page, each)) for each in one.coach_ids]
        for one in related.relations
    }
    context = {
        "relations": sorted(related.relations, key=lambda one: one.withdrawn_at is not None), "pairs": pairs,
        "choices": sorted(((str(one), names[one]) for one in present), key=lambda one: one[1].casefold()),
    }  # fmt: skip
    return shown(page, "relations.html", sending, context, away=related.away)
