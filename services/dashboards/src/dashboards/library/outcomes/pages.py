"""Where an item is used, and what came of it, for the staff of a district."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.common.pages.route import PageRoute
from dashboards.common.queries.reader import Reader
from dashboards.frameworks.usecases.browse import items_by_id
from dashboards.library.client import ITEMS, Resources
from dashboards.library.desk.pages.showing import WRITERS
from dashboards.library.outcomes.client import UsedItem, used_item
from dashboards.library.outcomes.drawing import sides
from dashboards.readiness.forms import Sending, TypedFields, keyed
from dashboards.readiness.showing import words_kept
from dashboards.roster.dependencies import Page, PageOfCaller
from dashboards.roster.queries.places import list_classes
from dashboards.roster.usecases.names import names_of, own_people

router = APIRouter(prefix="/library/items", route_class=PageRoute, include_in_schema=False, dependencies=WRITERS)

After = Annotated[str, Query(max_length=400)]


async def _used(client: Resources, item_id: UUID, after: After = "") -> UsedItem:
    return await used_item(client, item_id, after)


async def _record(client: Resources, item_id: UUID, fields: TypedFields) -> Sending:
    said = {"kind": "class", "used_in": fields.words("used_in"), "used_on": fields.words("used_on")}
    return Sending(fields, await client.send("POST", f"{ITEMS}/{item_id}/uses", said, headers=keyed(fields)))


Used = Annotated[UsedItem, Depends(_used)]


@router.get("/{item_id}/use", response_class=Response)
async def item_use(item_id: UUID, found: Used, page: Page) -> Response:
    """Everything here is released figures and ids; names and titles are the district's own."""
    return await _shown(page, item_id, found, Sending())


@router.post("/{item_id}/use", response_class=Response)
async def record_class_use(
    sending: Annotated[Sending, Depends(_record)], item_id: UUID, found: Used, page: Page
) -> Response:
    """An educator records that a class of theirs used the item."""
    if not sending.failed:
        return RedirectResponse(f"/library/items/{item_id}/use", 303)
    return await _shown(page, item_id, found, sending)


async def _shown(page: PageOfCaller, item_id: UUID, found: UsedItem, sending: Sending) -> Response:
    if found.uses.answer is None and sending.fields is not None:
        return words_kept(page, sending)
    reports = found.reports.answer.items if found.reports.answer else []
    classes, _ = await own_people(page.session, page.caller)
    context = {
        "item_id": item_id, "one": found.item.answer, "uses": found.uses.answer, "reports": reports,
        "reports_away": found.reports.answer is None, "adopters": found.adopters.answer, "sending": sending,
        "class_choices": [(str(one.class_id), one.title) for one in classes],
        "names": await _names(page, found),
        "aligned": await items_by_id(page.session, page.caller, [one.item_id for one in reports]),
        "charts": [sides(page.l10n, place, one.figures) if one.figures else None for place, one in enumerate(reports)],
    }  # fmt: skip
    return page.render("library/outcomes/use.html", context, status=sending.status)


async def _names(page: PageOfCaller, found: UsedItem) -> dict[UUID, str]:
    """What classes and learners are called."""
    uses = found.uses.answer.items if found.uses.answer else []
    reader = await Reader.live(page.session, page.caller.district_id)
    classes = await list_classes(reader, [one.used_in for one in uses if one.kind == "class"])
    people = await names_of(page.session, page.caller, [one.used_in for one in uses if one.kind == "learner"])
    return people | {one.class_id: one.title for one in classes}
