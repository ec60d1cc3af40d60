"""What a family sees of coaching: when its children meet, where, and with how many adults."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from dashboards.coaching.client import Coaching
from dashboards.coaching.week import client as asking
from dashboards.coaching.week import labels
from dashboards.coaching.week.answers import ChildrensMeetings
from dashboards.common.client import RemoteResult
from dashboards.common.dependencies import FOLLOWED
from dashboards.common.pages.route import PageRoute
from dashboards.roster.dependencies import Page
from dashboards.roster.usecases.names import names_of

router = APIRouter(prefix="/childrens-meetings", route_class=PageRoute, include_in_schema=False)

Found = RemoteResult[ChildrensMeetings]


async def _found(client: Coaching) -> Found:
    return await asking.childrens_meetings(client)


@router.get("", response_class=Response, dependencies=FOLLOWED)
async def childrens_meetings(found: Annotated[Found, Depends(_found)], page: Page) -> Response:
    """The meetings to come of the children whose guardian the one who is signed in is."""
    meetings = found.answer.items if found.answer else []
    children = sorted({one.learner_id for one in meetings})
    names = await names_of(page.session, page.caller, children)
    return page.render("coaching/week/children.html", {"found": found, "names": names, "texts": labels})
