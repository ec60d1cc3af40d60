"""The framework browser: search, branches, an item in full, editions, where an adaptation has moved, import reports."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from dashboards.common.dependencies import Viewer, Zone
from dashboards.common.pages.render import page
from dashboards.common.pages.route import PageRoute
from dashboards.frameworks.client import AllEditions, CaseDetails, Descended, Differing, Imported
from dashboards.frameworks.usecases import browse
from dashboards.roster.usecases.names import who_is
from shared.http.session import Session

router = APIRouter(prefix="/frameworks", route_class=PageRoute, include_in_schema=False)

Typed = Annotated[str, Query(max_length=200)]


@router.get("", response_class=Response)
async def list_(request: Request, caller: Viewer, session: Session, q: Typed = "") -> Response:
    found = await browse.search(session, caller, q) if q else None
    frameworks = await browse.list_frameworks(session, caller)
    return page(
        request,
        "frameworks/frameworks.html",
        {"caller": caller, "who": await who_is(session, caller), "frameworks": frameworks, "found": found, "q": q},
    )


@router.get("/{framework_id}", response_class=Response)
async def framework(
    request: Request, caller: Viewer, session: Session, framework_id: UUID, at: UUID | None = None, q: Typed = ""
) -> Response:
    """A framework from the top, or from one of its items on."""
    branch = await browse.view_branch(session, caller, framework_id, at)
    found = await browse.search(session, caller, q, framework_id) if q else None
    context = {
        "caller": caller,
        "who": await who_is(session, caller),
        "framework": branch.framework,
        "branch": branch,
        "found": found,
        "q": q,
    }
    return page(request, "frameworks/framework.html", context)


@router.get("/{framework_id}/branches/{item_id}", response_class=Response)
async def branch(request: Request, caller: Viewer, session: Session, framework_id: UUID, item_id: UUID) -> Response:
    """What hangs from an item, for the tree on the page to put in its place."""
    found = await browse.view_branch(session, caller, framework_id, item_id)
    return page(
        request,
        "frameworks/branch.html",
        {"framework": found.framework, "item": found.item, "children": found.children},
    )


@router.get("/{framework_id}/items/{item_id}", response_class=Response)
async def item(
    request: Request,
    caller: Viewer,
    zone: Zone,
    case: CaseDetails,
    session: Session,
    framework_id: UUID,
    item_id: UUID,
) -> Response:
    branch = await browse.view_branch(session, caller, framework_id, item_id)
    links = case.answer.associations if case.answer else []
    ends = [end.identifier for link in links for end in (link.origin, link.destination)]
    context = {
        "caller": caller, "who": await who_is(session, caller),
        "framework": branch.framework, "branch": branch, "case": case,
        "known": await browse.items_by_id(session, caller, ends), "zone": zone,
    }  # fmt: skip
    return page(request, "frameworks/item.html", context)


@router.get("/{framework_id}/editions", response_class=Response)
async def editions(
    request: Request,
    caller: Viewer,
    zone: Zone,
    editions: AllEditions,
    differing: Differing,
    session: Session,
    framework_id: UUID,
) -> Response:
    """Every edition, and what became of the framework between two of them."""
    row = await browse.view_framework(session, caller, framework_id)
    context = {
        "caller": caller,
        "who": await who_is(session, caller),
        "framework": row,
        "editions": editions,
        "differing": differing,
        "zone": zone,
    }
    return page(request, "frameworks/editions.html", context)


@router.get("/{framework_id}/lineage", response_class=Response)
async def lineage(
    request: Request, caller: Viewer, descended: Descended, session: Session, framework_id: UUID
) -> Response:
    """How far an adaptation has moved from its original."""
    row = await browse.view_framework(session, caller, framework_id)
    return page(
        request,
        "frameworks/lineage.html",
        {"caller": caller, "who": await who_is(session, caller), "framework": row, "descended": descended},
    )


@router.get("/{framework_id}/import-report", response_class=Response)
async def import_report(
    request: Request, caller: Viewer, zone: Zone, imported: Imported, session: Session, framework_id: UUID
) -> Response:
    """What the import had to mend, by kind, and where."""
    row = await browse.view_framework(session, caller, framework_id)
    context = {
        "caller": caller,
        "who": await who_is(session, caller),
        "zone": zone,
        "framework": row,
        "imported": imported,
    }
    return page(request, "frameworks/import_report.html", context)
