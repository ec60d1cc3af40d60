"""An item of another district's is adopted: as it is, following it, or to be changed, as its licence allows."""

from collections.abc import Mapping
from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from dashboards.common.pages.route import PageRoute
from dashboards.library import client as library
from dashboards.library.adoptions import client as asking
from dashboards.library.adoptions.answers import Adopted
from dashboards.library.adoptions.pages.showing import shown
from dashboards.library.client import OneItem, Resources
from dashboards.library.desk.answers import Decision
from dashboards.library.desk.pages.showing import WRITERS
from dashboards.library.queries.owners import Owner
from dashboards.library.usecases.owners import owners_of
from dashboards.readiness.forms import Sending, TypedFields
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.http.fields import WHOLE
from shared.http.session import PublishedBy

router = APIRouter(
    prefix="/library/items/{item_id}/adopt", route_class=PageRoute, include_in_schema=False, dependencies=WRITERS
)

Version = Annotated[int | None, Query(ge=1, le=2**31 - 1), WHOLE]


class ToAdopt(NamedTuple):
    """An item, how it was adopted if it was, and why it may not be changed as a whole."""

    one: OneItem
    adopted: Adopted | None
    refusal: Decision | None
    owners: Mapping[UUID, Owner]


async def _to_adopt(client: Resources, item_id: UUID, published_by: PublishedBy, version: Version = None) -> ToAdopt:
    one = await library.item(client, item_id, version)
    found = one.found.answer
    if found is None:
        return ToAdopt(one, None, None, {})
    refusal = await asking.why_not_adapted(client, found, one.licences)
    adopted = await asking.adopted(client, item_id)
    return ToAdopt(one, adopted, refusal, await owners_of(published_by, [found.owner_id]))


async def _adopt(client: Resources, item_id: UUID, fields: TypedFields) -> Sending:
    return Sending(fields, await asking.adopt(client, item_id, fields, fields.number("version")))


Found = Annotated[ToAdopt, Depends(_to_adopt)]


@router.get("", response_class=Response)
async def ask_how_to_adopt(found: Found, page: Page, version: Version = None) -> Response:
    """What is adopted already is shown as that."""
    if found.adopted is not None:
        return RedirectResponse(f"/library/adoptions/{found.adopted.adoption_id}", 303)
    return _shown(page, found, Sending(), version)


@router.post("", response_class=Response)
async def adopt(
    sending: Annotated[Sending, Depends(_adopt)], found: Found, page: Page, version: Version = None
) -> Response:
    if sending.failed or sending.outcome is None or sending.fields is None:
        return _shown(page, found, sending, version)
    said = sending.outcome.said
    if said["state"] == "adapted":
        return RedirectResponse(f"/library/desk/{said['own_item_id']}", 303)
    as_it_is = "?as_it_is=1" if sending.fields.words("how") == "adapted" else ""
    return RedirectResponse(f"/library/adoptions/{said['adoption_id']}{as_it_is}", 303)


def _shown(page: PageOfCaller, found: ToAdopt, sending: Sending, version: int | None) -> Response:
    one = found.one.found.answer
    context = {
        "one": one, "licences": found.one.licences, "refusal": found.refusal, "version": version,
        "base": "/library/items/",
    }  # fmt: skip
    return shown(page, "adopt.html", sending, found.owners, context, away=one is None)
