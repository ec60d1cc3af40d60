"""What readers say on the page of an item: stars, comments, and that something is wrong. No script is needed."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from dashboards.common.pages.route import PageRoute
from dashboards.library.client import Resources
from dashboards.library.pages.shelf import ItemInVersion, Version, item_shown
from dashboards.library.remarks import client as asking
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.roster.dependencies import Page

router = APIRouter(prefix="/library/items", route_class=PageRoute, include_in_schema=False)

Saying = Literal["rate", "unrate", "comment", "report", "edit", "remove", "hide", "show"]


async def _said(client: Resources, item_id: UUID, version: Version, saying: Saying, fields: TypedFields) -> Sending:
    match saying:
        case "rate":
            outcome = await asking.rate(client, item_id, version, fields.number("stars"))
        case "unrate":
            outcome = await asking.take_rating_away(client, item_id, version)
        case "comment":
            outcome = await asking.say(client, item_id, version, "comments", fields)
        case "report":
            outcome = await asking.say(client, item_id, version, "reports", fields)
        case _:
            outcome = await asking.change_comment(client, item_id, saying, fields)
    return Sending(fields, outcome)


@router.post("/{item_id}/versions/{version}/{saying}", response_class=Response)
async def say(
    sending: Annotated[Sending, Depends(_said)], found: ItemInVersion, saying: Saying, page: Page
) -> Response:
    """Sends what somebody says; where it is refused, the page of the item has it in its form."""
    one = found.one.found.answer
    if sending.failed or one is None:
        return await item_shown(page, found, newest=False, sending=sending, saying=saying)
    return RedirectResponse(f"/library/items/{one.item_id}/versions/{one.version}#{_PLACES[saying]}", 303)


_PLACES = {"rate": "stars", "unrate": "stars", "report": "report"} | dict.fromkeys(
    ("comment", "edit", "remove", "hide", "show"), "comments"
)
"""Where on the page it then stands."""
