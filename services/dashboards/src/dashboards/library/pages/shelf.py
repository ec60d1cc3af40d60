"""The library, as far as the reader's district may see it."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response

from dashboards.common.pages.route import PageRoute
from dashboards.frameworks.usecases.browse import items_by_id
from dashboards.library import client as asking
from dashboards.library.answers import ItemContent
from dashboards.library.client import FOUND, Resources
from dashboards.library.pages.searching import InAddress
from dashboards.library.pages.showing import (
    ItemWithOwner,
    ShelfWithOwners,
    said_with,
    shown,
    with_owner,
    with_owners,
)
from dashboards.readiness.forms import new_key
from dashboards.roster.dependencies import Page, PageOfCaller
from shared.http.fields import WHOLE
from shared.http.session import PublishedBy

router = APIRouter(prefix="/library", route_class=PageRoute, include_in_schema=False)

After = Annotated[str, Query(max_length=400)]
Version = Annotated[int, Path(ge=1, le=2**31 - 1), WHOLE]


async def _shelf(client: Resources, published_by: PublishedBy, asked: InAddress, after: After = "") -> ShelfWithOwners:
    return await with_owners(await asking.search(client, FOUND, asked.sent(), after), asked, published_by)


async def _item(client: Resources, item_id: UUID, published_by: PublishedBy) -> ItemWithOwner:
    return await with_owner(await asking.item(client, item_id, None), published_by)


async def _version(client: Resources, item_id: UUID, version: Version, published_by: PublishedBy) -> ItemWithOwner:
    return await with_owner(await asking.item(client, item_id, version), published_by)


@router.get("", response_class=Response)
async def library(found: Annotated[ShelfWithOwners, Depends(_shelf)], page: Page, asked: InAddress) -> Response:
    """What is offered, searched for words and narrowed by filters."""
    own = {
        "own_district": page.caller.district_id, "writes": "resources.write" in page.caller.scopes, "key": new_key(),
    }  # fmt: skip
    return page.render("library/library.html", said_with(page.l10n) | shown(found, asked) | own)


@router.get("/items/{item_id}", response_class=Response)
async def item(found: Annotated[ItemWithOwner, Depends(_item)], page: Page) -> Response:
    return await _shown(page, found, {"newest": True, "playlist": None, "entry": None})


@router.get("/items/{item_id}/versions/{version}", response_class=Response)
async def item_version(
    found: Annotated[ItemWithOwner, Depends(_version)],
    page: Page,
    playlist: UUID | None = None,
    entry: UUID | None = None,
) -> Response:
    """Within a playlist, where a learner has opened it there."""
    learns = page.caller.role == "learner" and playlist is not None and entry is not None
    within = {"playlist": playlist, "entry": entry} if learns else {"playlist": None, "entry": None}
    return await _shown(page, found, {"newest": False, **within})


async def _shown(page: PageOfCaller, found: ItemWithOwner, opened: Mapping[str, object]) -> Response:
    one = found.one.found.answer
    known = await items_by_id(page.session, page.caller, _aligned(one.content) if one and one.content else [])
    context = {
        "one": one, "licences": found.one.licences, "owners": found.owners, "files": found.one.files,
        "versions": found.one.versions.answer,
        "own_district": page.caller.district_id, "base": "/library/items/",
        "aligned": {str(key): item for key, item in known.items()},
    }  # fmt: skip
    return page.render("library/item.html", said_with(page.l10n) | context | dict(opened))


def _aligned(content: ItemContent) -> list[UUID]:
    """The items of frameworks that it is aligned to; of others there is no page."""
    found = []
    for one in content.alignments:
        try:
            found.append(UUID(one.target))
        except ValueError:
            continue
    return found
