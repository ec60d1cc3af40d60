"""Somebody's week: meetings of this one and the next, what is at risk and why, what they see to, whom they coach."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from dashboards.coaching.client import Coaching
from dashboards.coaching.week import client as asking
from dashboards.coaching.week.client import OwnTime
from dashboards.coaching.week.pages.showing import shown
from dashboards.coaching.week.usecases.weeks import turn_of, weeks_of
from dashboards.common.dependencies import FOLLOWED
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.forms import Sending
from dashboards.readiness.partners.client import DistrictNames, Names
from dashboards.roster.dependencies import Page
from shared.http.context import Now
from shared.values.calendar import day_of

router = APIRouter(prefix="/coaching-week", route_class=PageRoute, include_in_schema=False)


async def _own_time(client: Coaching, now: Now) -> OwnTime:
    return await asking.own_time(client, now)


async def _districts(own: Annotated[OwnTime, Depends(_own_time)], names: Names) -> DistrictNames:
    return await names.names_of(own.districts)


@router.get("", response_class=Response, dependencies=FOLLOWED)
async def coaching_week(
    own: Annotated[OwnTime, Depends(_own_time)],
    districts: Annotated[DistrictNames, Depends(_districts)],
    now: Now,
    page: Page,
) -> Response:
    """The meetings that the one who is signed in is to be at."""
    meetings = own.found.answer.items if own.found.answer else []
    weeks = weeks_of(meetings, now, page.zone)
    context = {
        "found": own.found, "weeks": weeks, "turns": {one.meeting_id: turn_of(one, now) for one in meetings},
        "own": own, "today": day_of(now, page.zone), "matches": [one for one in own.matches if one.state != "ended"],
    }  # fmt: skip
    return await shown(page, "week.html", Sending(), context, districts=districts)
