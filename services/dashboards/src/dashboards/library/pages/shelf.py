"""The library, as far as the reader's district may see it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response

from dashboards.common.pages.route import PageRoute
from dashboards.frameworks.usecases.browse import items_by_id
from dashboards.library import client as asking
from dashboards.library.client import FOUND, Resources
from dashboards.library.pages.searching import InAddress
from dashboards.library.pages.showing import (
    ItemWithOwner,
    ShelfWithOwners,
    said_with,
    shown,
    uuids_of,
    with_owner,
    with_owners,
)
from dashboards.library.remarks.client import remarks_on
from dashboards.library.remarks.pages.showing import remarks_shown
from dashboards.readiness.forms import Sending, new_key
from dashboards.readiness.showing import words_kept
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.http.fields import WHOLE
from shared.http.session import PublishedBy

router = APIRouter(prefix="/library", route_class=PageRoute, include_in_schema=False)

After = Annotated[str, Query(max_length=400)]
NOTHING_SENT = Sending()
Version = Annotated[int, Path(ge=1, le=2**31 - 1), WHOLE]


async def _shelf(client: Resources, published_by: PublishedBy, asked: InAddress, after: After = "") -> ShelfWithOwners:
    return await with_owners(await asking.search(client, FOUND, asked.sent(), after), asked, published_by)


async def _item(client: Resources, item_id: UUID, published_by: PublishedBy) -> ItemWithOwner:
    one = await asking.item(client, item_id, None)
    return await with_owner(one, published_by, await remarks_on(client, one.found.answer))


async def _version(client: Resources, item_id: UUID, version: Version, published_by: PublishedBy) -> ItemWithOwner:
    one = await asking.item(client, item_id, version)
    return await with_owner(one, published_by, await remarks_on(client, one.found.answer))


ItemInVersion = Annotated[ItemWithOwner, Depends(_version)]


@router.get("", response_class=Response)
async def library(found: Annotated[ShelfWithOwners, Depends(_shelf)], page: Page, asked: InAddress) -> Response:
    """What is offered, searched for words and narrowed by filters."""
    own = {
        "own_district": page.caller.district_id, "writes": "resources.write" in page.caller.scopes, "key": new_key(),
    }  # fmt: skip
    return page.render("library/library.html", said_with(page.l10n) | shown(found, asked) | own)


@router.get("/items/{item_id}", response_class=Response)
async def item(found: Annotated[ItemWithOwner, Depends(_item)], page: Page) -> Response:
    return await item_shown(page, found, newest=True)


@router.get("/items/{item_id}/versions/{version}", response_class=Response)
async def item_version(
    found: Annotated[ItemWithOwner, Depends(_version)],
    page: Page,
    playlist: UUID | None = None,
    entry: UUID | None = None,
) -> Response:
    """Within a playlist, where a learner has opened it there."""
    learns = page.caller.role == "learner" and playlist is not None and entry is not None
    return await item_shown(page, found, newest=False, within=(playlist, entry) if learns else None)


async def item_shown(
    page: PageOfCaller,
    found: ItemWithOwner,
    *,
    newest: bool,
    sending: Sending = NOTHING_SENT,
    saying: str = "",
    within: tuple[UUID | None, UUID | None] | None = None,
) -> Response:
    """The page of an item. Where something was said of it that was refused, the form of this `saying` has it; `within`
    are the playlist and the entry that it was opened from.
    """
    one = found.one.found.answer
    if one is None and sending.fields is not None:
        return words_kept(page, sending)
    known = await items_by_id(
        page.session, page.caller, uuids_of(one.content.alignments) if one and one.content else []
    )
    context = {
        "one": one, "licences": found.one.licences, "owners": found.owners, "files": found.one.files,
        "versions": found.one.versions.answer, "writes": "resources.write" in page.caller.scopes,
        "newest": newest, "own_district": page.caller.district_id, "base": "/library/items/",
        "within": within,
        "aligned": {str(key): item for key, item in known.items()},
        "uses_page": f"/library/items/{one.item_id}/use" if one and "resources.write" in page.caller.scopes else None,
    }  # fmt: skip
    context |= await remarks_shown(page, one, found.remarks, sending, saying)
    return page.render("library/item.html", said_with(page.l10n) | context, status=sending.status)
