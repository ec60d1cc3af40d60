"""Requests to have a record changed: a family's own with what comes next, and those that a district has to decide."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from dashboards.amending import ByClock, OfTheLearner, Requests
from dashboards.asking import Zone
from dashboards.pages.render import page
from dashboards.pages.route import PageRoute, Reader
from dashboards.usecases import browse, map, views
from shared.auth.callers import Caller
from shared.http.session import Session

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/learners/{learner_id}/amendments", response_class=Response)
async def of_learner(
    request: Request, caller: Reader, zone: Zone, requests: OfTheLearner, session: Session, learner_id: UUID
) -> Response:
    """What was asked about a learner's records, the newest first: the clock, the decision, what comes next."""
    await map.require_learner(session, caller, learner_id)
    context = await _context(session, caller, requests, [learner_id])
    return page(request, "asked.html", {"caller": caller, "zone": zone, "learner_id": learner_id, **context})


@router.get("/amendments", response_class=Response)
async def by_clock(request: Request, caller: Reader, zone: Zone, requests: ByClock, session: Session) -> Response:
    """What the district owes families an answer to, the most urgent first."""
    found = requests.asked.answer.items if requests.asked.answer else []
    context = await _context(session, caller, requests, [one.learner_id for one in found])
    context["frameworks"] = {row.framework_id: row for row in await browse.frameworks(session, caller)}
    return page(request, "amendments.html", {"caller": caller, "zone": zone, **context})


async def _context(session: Session, caller: Caller, requests: Requests, learners: list[UUID]) -> dict[str, Any]:
    found = requests.asked.answer.items if requests.asked.answer else []
    items = [contested.item_id for one in found for contested in one.contested]
    return {
        "requests": requests,
        "items": await browse.named(session, caller, items),
        "names": await views.names(session, caller, learners),
    }
