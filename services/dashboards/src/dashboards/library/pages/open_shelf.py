"""What districts share with everybody: no session is needed, and caches may keep it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
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
AWAY = "The library does not answer just now. Try again in a moment."
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
    """Where the sitemaps of all that is open to everybody are, for machines that search."""
    found = (await asking.sections(client)).answer
    if found is None:
        raise Unavailable(AWAY)
    named = [(f"/open-library/sitemaps/{one.first_id}.xml", one.changed_at) for one in found.sections]
    return _sitemap(request, "sitemapindex", "sitemap", named)


@router.get("/sitemaps/{first_id}.xml", response_class=Response)
async def sitemap_section(request: Request, client: OpenResources, first_id: UUID) -> Response:
    """Where the items of a section are."""
    found = (await asking.section(client, first_id)).answer
    if found is None:
        raise Unavailable(AWAY)
    named = [(f"/open-library/{one.item_id}", one.published_at) for one in found.items]
    return _sitemap(request, "urlset", "url", named)


@router.get("/{item_id}", response_class=Response)
async def open_item(request: Request, found: Annotated[ItemWithOwner, Depends(_item)], item_id: UUID) -> Response:
    one = found.one.found.answer
    owner = found.owners.get(one.owner_id) if one else None
    context = {
        "one": one, "licences": found.one.licences, "owners": found.owners, "aligned": {}, "files": found.one.files,
        "base": "/open-library/", "canonical": _address(request, f"/open-library/{item_id}"),
    }  # fmt: skip
    zone = owner.zone if owner else DEFAULT_ZONE
    return _shown(request, "library/open_item.html", context, zone, away=found.one.found.away)


def _shown(request: Request, template: str, context: Mapping[str, Any], zone: str, *, away: bool) -> Response:
    """What remembers a reader's language is theirs alone; what lacks what it is about is kept by nobody."""
    l10n = localisation(request, zone)
    own = said_with(l10n) | {"own_district": None, "zone": zone, "l10n": l10n}
    kept = {} if away or "lang" in request.query_params else KEPT
    return page(request, template, own | dict(context), headers=kept)


def _sitemap(request: Request, of: str, each: str, named: Iterable[tuple[str, datetime]]) -> Response:
    """A sitemap, or an index of some, that names these paths, each with when it was changed last."""
    root = Element(of, xmlns=_SITEMAPS)
    for path, changed_at in named:
        entry = SubElement(root, each)
        SubElement(entry, "loc").text = _address(request, path)
        SubElement(entry, "lastmod").text = changed_at.isoformat()
    body = tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, media_type="application/xml", headers=KEPT)


def _address(request: Request, path: str) -> str:
    return read_context(request).platform.http.public_url.rstrip("/") + path
