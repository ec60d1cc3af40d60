"""The inbox of reviews: what learners have asked for, and the forms by which an educator answers."""

from fastapi import APIRouter, Request, Response

from dashboards.asking import Inbox
from dashboards.pages.render import page
from dashboards.pages.route import AskedAfter, PageRoute, Reader
from dashboards.usecases import browse, views
from shared.session import Session

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/reviews", response_class=Response)
async def inbox(request: Request, caller: Reader, after: AskedAfter, asked: Inbox, session: Session) -> Response:
    """An educator's own, or all that a leader's district has open."""
    reviews = asked.answer.items if asked.answer else []
    items = await browse.named(session, caller, [review.item_id for review in reviews])
    context = {
        "caller": caller, "asked": asked, "items": items, "after": after, "stream": "only=reviews",
        "names": await views.names(session, caller, [review.learner_id for review in reviews]),
        "frameworks": {row.framework_id: row for row in await browse.frameworks(session, caller)},
    }  # fmt: skip
    return page(request, "reviews.html", context)
