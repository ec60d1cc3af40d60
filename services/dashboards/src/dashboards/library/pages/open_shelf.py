"""What districts share with everybody: no session is needed, and caches may keep it."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import APIRouter, Depends, Query, Request, Response

from dashboards.common.pages.render import localisation, page
from dashboards.common.pages.route import PageRoute
from dashboards.library import client as asking
from dashboards.library.client import OPEN_FOUND, OpenResources
from dashboards.library.pages.searching import InAddress
from dashboards.library.pages.showing import (
    ItemWithOwner,
    ShelfWithOwners,
    said_with,
    shown,
    with_owner,
    with_owners,
)
from shared.auth.dependencies import Public
from shared.errors import Unavailable
from shared.http.context import read_context
from shared.http.session import PublishedBy
from shared.values.calendar import DEFAULT_ZONE

router = APIRouter(prefix="/open-library", route_class=PageRoute, include_in_schema=False, dependencies=[Public])

KEPT = {"Cache-Control": "public, max-age=300"}
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


async def _shelf(
    client: OpenResources,
    published_by: PublishedBy,
    asked: InAddress,
    after: Annotated[str, Query(max_length=400)] = "",
) -> ShelfWithOwners:
    return await with_owners(await asking.search(client, OPEN_FOUND, asked.sent(), after), asked, published_by)


async def _item(client: OpenResources, item_id: UUID, published_by: PublishedBy) -> ItemWithOwner:
    return await with_owner(await asking.open_item(client, item_id), published_by)


@router.get("", response_class=Response)
async def open_library(
    request: Request, found: Annotated[ShelfWithOwners, Depends(_shelf)], asked: InAddress
) -> Response:
    away = found.shelf.items.away or found.shelf.counts is None
    return _shown(request, "library/open_library.html", shown(found, asked), DEFAULT_ZONE, away=away)


@router.get("/sitemap.xml", response_class=Response)
async def sitemap(request: Request, client: OpenResources) -> Response:
    """Where everything is that is open to everybody, for machines that search."""
    found = (await asking.all_open(client)).answer
    if found is None:
        raise Unavailable("The library does not answer just now. Try again in a moment.")
    root = Element("urlset", xmlns=_SITEMAPS)
    for one in found.items:
        entry = SubElement(root, "url")
        SubElement(entry, "loc").text = _address(request, f"/open-library/{one.item_id}")
        SubElement(entry, "lastmod").text = one.published_at.isoformat()
    body = tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, media_type="application/xml", headers=KEPT)


@router.get("/{item_id}", response_class=Response)
async def open_item(request: Request, found: Annotated[ItemWithOwner, Depends(_item)], item_id: UUID) -> Response:
    one = found.one.found.answer
    owner = found.owners.get(one.owner_id) if one else None
    context = {
        "one": one, "licences": found.one.licences, "owners": found.owners, "aligned": {}, "files": found.one.files,
        "base": "/open-library/", "canonical": _address(request, f"/open-library/{item_id}"),
        "metadata": found.one.metadata.root if found.one.metadata else None,
    }  # fmt: skip
    zone = owner.zone if owner else DEFAULT_ZONE
    return _shown(request, "library/open_item.html", context, zone, away=found.one.found.away)


def _shown(request: Request, template: str, context: Mapping[str, Any], zone: str, *, away: bool) -> Response:
    """What remembers a reader's language is theirs alone; what lacks what it is about is kept by nobody."""
    l10n = localisation(request, zone)
    own = said_with(l10n) | {"own_district": None, "zone": zone, "l10n": l10n}
    kept = {} if away or "lang" in request.query_params else KEPT
    return page(request, template, own | dict(context), headers=kept)


def _address(request: Request, path: str) -> str:
    return read_context(request).platform.http.public_url.rstrip("/") + path
