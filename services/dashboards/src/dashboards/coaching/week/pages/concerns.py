"""A concern is raised in one step, by anybody, about whatever makes them fear for somebody's safety."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.coaching.client import Coaching
from dashboards.coaching.week import client as asking
from dashboards.coaching.week.answers import Meeting, Meetings, OwnConcerns, RaisedConcern
from dashboards.coaching.week.client import CONCERNS
from dashboards.coaching.week.pages.showing import shown
from dashboards.coaching.week.usecases.read_forms import concern_of
from dashboards.common.client import RemoteResult
from dashboards.common.pages.route import PageRoute
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.http.context import Now

router = APIRouter(prefix="/coaching-week/concern", route_class=PageRoute, include_in_schema=False)

Found = RemoteResult[OwnConcerns]
Met = RemoteResult[Meetings]


async def _concerns(client: Coaching) -> Found:
    return await asking.concerns(client)


async def _met(client: Coaching, now: Now) -> Met:
    """The meetings of these weeks, by whom one meets there."""
    return await asking.meetings(client, now, optional=True)


async def _raise(client: Coaching, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.write(client, CONCERNS, fields, concern_of(fields)))


@router.get("", response_class=Response)
async def concern(
    found: Annotated[Found, Depends(_concerns)],
    met: Annotated[Met, Depends(_met)],
    page: Page,
    readers: Annotated[str, Query(pattern=r"^\d{0,3}$")] = "",
) -> Response:
    """What happened, in one's own words; and how the concerns stand that one raised."""
    return await _shown(page, found, met, Sending(), readers)


@router.post("", response_class=Response)
async def raise_concern(
    sending: Annotated[Sending, Depends(_raise)],
    found: Annotated[Found, Depends(_concerns)],
    met: Annotated[Met, Depends(_met)],
    page: Page,
) -> Response:
    if sending.failed or sending.outcome is None:
        return await _shown(page, found, met, sending)
    raised = RaisedConcern.model_validate(sending.outcome.said)
    return RedirectResponse(f"/coaching-week/concern?readers={raised.readers}", 303)


async def _shown(page: PageOfCaller, found: Found, met: Met, sending: Sending, readers: str = "") -> Response:
    meetings = met.answer.items if met.answer else []
    context = {"found": found, "readers": readers, "coaches": _coaches(page, meetings)}
    return await shown(page, "concern.html", sending, context, meetings=meetings)


def _coaches(page: PageOfCaller, meetings: list[Meeting]) -> dict[UUID, UUID]:
    """The coaches of one's own district whom one meets, with the people that they are."""
    return {
        each.coach_id: each.person_id
        for one in meetings
        for each in one.participants
        if each.coach_id is not None and each.person_id is not None and each.person_id != page.caller.person_id
    }
