"""Where somebody's day starts."""

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from dashboards.common.pages.route import PageRoute
from dashboards.network.queries import list_partners
from dashboards.roster.dependencies import Page
from dashboards.roster.usecases.names import SEE_ALL, names_of, own_people
from dashboards.start.client import STAFF, AllAsked
from dashboards.start.rules import Reader, in_order
from shared.http.context import Now

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/", response_class=Response)
async def start(asked: AllAsked, now: Now, page: Page) -> Response:
    """What waits for who works for the district; whoever has one thing alone is led to it."""
    caller, session = page.caller, page.session
    if caller.role == "system":
        return RedirectResponse("/district", 303)
    if caller.role == "learner" and caller.person_id is not None:
        return RedirectResponse(f"/learners/{caller.person_id}", 303)
    whole = caller.role in SEE_ALL
    classes, learners = ([], []) if whole else await own_people(session, caller)
    if caller.role == "family" and len(learners) == 1:
        return RedirectResponse(f"/learners/{learners[0]}", 303)
    if caller.role == "educator":
        learners = []
    partners = await list_partners(session, caller.district_id) if asked else []
    reader = Reader(caller.district_id, page.zone, now, {one.district_id: one.name for one in partners})
    context = {
        "works": caller.role in STAFF, "lines": in_order(one.line(reader) for one in asked), "today": reader.today,
        "whole": whole, "classes": classes, "learners": _named(learners, await names_of(session, caller, learners)),
    }  # fmt: skip
    return page.render("start/start.html", context)


def _named(ids: list[UUID], names: dict[UUID, str]) -> list[tuple[UUID, str | None]]:
    return sorted(((i, names.get(i)) for i in ids), key=lambda pair: (pair[1] or "~", pair[0]))
