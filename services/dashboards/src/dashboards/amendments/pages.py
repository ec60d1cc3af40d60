"""Requests to have a record changed: a family's own with what comes next, and those that a district has to decide."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from dashboards.amendments.client import ByDeadline, OfTheLearner, Requests
from dashboards.common.dependencies import Viewer, Zone
from dashboards.common.pages.render import page
from dashboards.common.pages.route import PageRoute
from dashboards.common.queries import generations
from dashboards.frameworks.usecases.browse import items_by_id, list_frameworks
from dashboards.roster.usecases.names import names_of, who_is
from dashboards.roster.usecases.visibility import require_learner
from shared.auth.callers import Caller
from shared.http.session import Session

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/learners/{learner_id}/amendments", response_class=Response)
async def of_learner(
    request: Request, caller: Viewer, zone: Zone, requests: OfTheLearner, session: Session, learner_id: UUID
) -> Response:
    """What was asked about a learner's records, the newest first: the clock, the decision, what comes next."""
    await require_learner(session, await generations.current(session), caller, learner_id)
    context = await _context(session, caller, requests, [learner_id])
    return page(
        request,
        "amendments/of_learner.html",
        {"caller": caller, "who": await who_is(session, caller), "zone": zone, "learner_id": learner_id, **context},
    )


@router.get("/amendments", response_class=Response)
async def by_deadline(request: Request, caller: Viewer, zone: Zone, requests: ByDeadline, session: Session) -> Response:
    """What the district owes families an answer to, the most urgent first."""
    found = requests.result.answer.items if requests.result.answer else []
    context = await _context(session, caller, requests, [one.learner_id for one in found])
    context["frameworks"] = {row.framework_id: row for row in await list_frameworks(session, caller)}
    return page(
        request,
        "amendments/amendments.html",
        {"caller": caller, "who": await who_is(session, caller), "zone": zone, **context},
    )


async def _context(session: Session, caller: Caller, requests: Requests, learners: list[UUID]) -> dict[str, Any]:
    found = requests.result.answer.items if requests.result.answer else []
    items = [contested.item_id for one in found for contested in one.contested]
    return {
        "requests": requests,
        "items": await items_by_id(session, caller, items),
        "names": await names_of(session, caller, learners),
    }
