"""Where an item is used, and what came of it, for the staff of a district."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from dashboards.common.pages.route import PageRoute
from dashboards.common.queries.reader import Reader
from dashboards.frameworks.usecases.browse import items_by_id
from dashboards.library.client import Resources
from dashboards.library.desk.pages.showing import WRITERS
from dashboards.library.outcomes.client import UsedItem, used_item
from dashboards.library.outcomes.drawing import sides
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.queries.places import list_classes
from dashboards.roster.usecases.names import names_of

router = APIRouter(prefix="/library/items", route_class=PageRoute, include_in_schema=False, dependencies=WRITERS)

After = Annotated[str, Query(max_length=400)]


async def _used(client: Resources, item_id: UUID, after: After = "") -> UsedItem:
    return await used_item(client, item_id, after)


@router.get("/{item_id}/use", response_class=Response)
async def item_use(item_id: UUID, found: Annotated[UsedItem, Depends(_used)], page: Page) -> Response:
    """Everything here is released figures and ids; names and titles are the district's own."""
    reports = found.reports.answer.items if found.reports.answer else []
    context = {
        "item_id": item_id, "one": found.item.answer, "uses": found.uses.answer, "reports": reports,
        "reports_away": found.reports.answer is None, "adopters": found.adopters.answer,
        "names": await _names(page, found),
        "aligned": await items_by_id(page.session, page.caller, [one.item_id for one in reports]),
        "charts": [sides(page.l10n, place, one.figures) if one.figures else None for place, one in enumerate(reports)],
    }  # fmt: skip
    return page.render("library/outcomes/use.html", context)


async def _names(page: PageOfCaller, found: UsedItem) -> dict[UUID, str]:
    """What classes and learners are called."""
    uses = found.uses.answer.items if found.uses.answer else []
    reader = await Reader.live(page.session, page.caller.district_id)
    classes = await list_classes(reader, [one.used_in for one in uses if one.kind == "class"])
    people = await names_of(page.session, page.caller, [one.used_in for one in uses if one.kind == "learner"])
    return people | {one.class_id: one.title for one in classes}
