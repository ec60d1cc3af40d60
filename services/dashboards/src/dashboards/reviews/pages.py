"""Reviews: an educator's inbox with the forms that answer, and a learner's own with the answers."""

from uuid import UUID

from fastapi import APIRouter, Response

from dashboards.common.dependencies import PositionBefore
from dashboards.common.pages.route import PageRoute
from dashboards.frameworks.usecases.browse import items_by_id, list_frameworks
from dashboards.reviews.client import Inbox, OfLearner
from dashboards.roster.dependencies import Page
from dashboards.roster.usecases.names import names_of

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/reviews", response_class=Response)
async def inbox(after: PositionBefore, result: Inbox, page: Page) -> Response:
    """An educator's own, or all that a leader's district has open."""
    reviews = result.answer.items if result.answer else []
    context = {
        "result": result, "after": after, "stream": "only=reviews",
        "items": await items_by_id(page.session, page.caller, [review.item_id for review in reviews]),
        "names": await names_of(page.session, page.caller, [review.learner_id for review in reviews]),
        "frameworks": {row.framework_id: row for row in await list_frameworks(page.session, page.caller)},
    }  # fmt: skip
    return page.render("reviews/inbox.html", context)


@router.get("/learners/{learner_id}/reviews", response_class=Response)
async def of_learner(after: PositionBefore, result: OfLearner, page: Page, learner_id: UUID) -> Response:
    """All that a learner has asked to be reviewed, the newest first, with what was answered."""
    reviews = result.answer.items if result.answer else []
    context = {
        "result": result, "after": after, "stream": f"learner_id={learner_id}&only=reviews", "learner_id": learner_id,
        "items": await items_by_id(page.session, page.caller, [one.item_id for one in reviews]),
        "names": await names_of(page.session, page.caller, [learner_id]),
    }  # fmt: skip
    return page.render("reviews/of_learner.html", context)
