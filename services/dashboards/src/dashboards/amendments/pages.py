"""Requests to have a record changed: a family's own with what comes next, and those that a district has to decide."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from dashboards.amendments.client import ByDeadline, OfTheLearner, Requests
from dashboards.common.pages.route import PageRoute
from dashboards.common.queries import generations
from dashboards.frameworks.usecases.browse import items_by_id, list_frameworks
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.usecases.names import names_of
from dashboards.roster.usecases.visibility import require_learner

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/learners/{learner_id}/amendments", response_class=Response)
async def of_learner(requests: OfTheLearner, page: Page, learner_id: UUID) -> Response:
    """What was asked about a learner's records, the newest first: the clock, the decision, what comes next."""
    await require_learner(page.session, await generations.current(page.session), page.caller, learner_id)
    context = await _context(page, requests, [learner_id])
    return page.render("amendments/of_learner.html", {"learner_id": learner_id, **context})


@router.get("/amendments", response_class=Response)
async def by_deadline(requests: ByDeadline, page: Page) -> Response:
    """What the district owes families an answer to, the most urgent first."""
    found = requests.result.answer.items if requests.result.answer else []
    context = await _context(page, requests, [one.learner_id for one in found])
    context["frameworks"] = {row.framework_id: row for row in await list_frameworks(page.session, page.caller)}
    return page.render("amendments/amendments.html", context)


async def _context(page: PageOfCaller, requests: Requests, learners: list[UUID]) -> dict[str, Any]:
    found = requests.result.answer.items if requests.result.answer else []
    items = [contested.item_id for one in found for contested in one.contested]
    return {
        "requests": requests,
        "items": await items_by_id(page.session, page.caller, items),
        "names": await names_of(page.session, page.caller, learners),
    }
