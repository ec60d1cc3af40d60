"""Reviews: an educator's inbox with the forms that answer, and a learner's own with the answers."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from dashboards.common.dependencies import PositionBefore, Viewer, Zone
from dashboards.common.pages.render import page
from dashboards.common.pages.route import PageRoute
from dashboards.frameworks.usecases.browse import items_by_id, list_frameworks
from dashboards.reviews.client import Inbox, OfLearner
from dashboards.roster.usecases.names import names_of, who_is
from shared.http.session import Session

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/reviews", response_class=Response)
async def inbox(request: Request, caller: Viewer, after: PositionBefore, result: Inbox, session: Session) -> Response:
    """An educator's own, or all that a leader's district has open."""
    reviews = result.answer.items if result.answer else []
    items = await items_by_id(session, caller, [review.item_id for review in reviews])
    context = {
        "caller": caller, "who": await who_is(session, caller),
        "result": result, "items": items, "after": after, "stream": "only=reviews",
        "names": await names_of(session, caller, [review.learner_id for review in reviews]),
        "frameworks": {row.framework_id: row for row in await list_frameworks(session, caller)},
    }  # fmt: skip
    return page(request, "reviews/inbox.html", context)


@router.get("/learners/{learner_id}/reviews", response_class=Response)
async def of_learner(
    request: Request,
    caller: Viewer,
    after: PositionBefore,
    result: OfLearner,
    zone: Zone,
    session: Session,
    learner_id: UUID,
) -> Response:
    """All that a learner has asked to be reviewed, the newest first, with what was answered."""
    reviews = result.answer.items if result.answer else []
    context = {
        "caller": caller, "who": await who_is(session, caller),
        "result": result, "after": after, "stream": f"learner_id={learner_id}&only=reviews",
        "learner_id": learner_id, "zone": zone,
        "items": await items_by_id(session, caller, [one.item_id for one in reviews]),
        "names": await names_of(session, caller, [learner_id]),
    }  # fmt: skip
    return page(request, "reviews/of_learner.html", context)
