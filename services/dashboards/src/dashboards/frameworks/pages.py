"""The framework browser: search, branches, an item in full, editions, where an adaptation has moved, import reports."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from dashboards.common.pages.route import PageRoute
from dashboards.frameworks.client import AllEditions, CaseDetails, Descended, Differing, Imported
from dashboards.frameworks.usecases import browse
from dashboards.roster.dependencies import Page

router = APIRouter(prefix="/frameworks", route_class=PageRoute, include_in_schema=False)

Typed = Annotated[str, Query(max_length=200)]


@router.get("", response_class=Response)
async def list_(page: Page, q: Typed = "") -> Response:
    found = await browse.search(page.session, page.caller, q) if q else None
    frameworks = await browse.list_frameworks(page.session, page.caller)
    return page.render("frameworks/frameworks.html", {"frameworks": frameworks, "found": found, "q": q})


@router.get("/{framework_id}", response_class=Response)
async def framework(page: Page, framework_id: UUID, at: UUID | None = None, q: Typed = "") -> Response:
    """A framework from the top, or from one of its items on."""
    branch = await browse.view_branch(page.session, page.caller, framework_id, at)
    found = await browse.search(page.session, page.caller, q, framework_id) if q else None
    context = {"framework": branch.framework, "branch": branch, "found": found, "q": q}
    return page.render("frameworks/framework.html", context)


@router.get("/{framework_id}/branches/{item_id}", response_class=Response)
async def branch(page: Page, framework_id: UUID, item_id: UUID) -> Response:
    """What hangs from an item, for the tree on the page to put in its place."""
    found = await browse.view_branch(page.session, page.caller, framework_id, item_id)
    context = {"framework": found.framework, "item": found.item, "children": found.children}
    return page.render("frameworks/branch.html", context)


@router.get("/{framework_id}/items/{item_id}", response_class=Response)
async def item(case: CaseDetails, page: Page, framework_id: UUID, item_id: UUID) -> Response:
    branch = await browse.view_branch(page.session, page.caller, framework_id, item_id)
    links = case.answer.associations if case.answer else []
    ends = [end.identifier for link in links for end in (link.origin, link.destination)]
    context = {
        "framework": branch.framework, "branch": branch, "case": case,
        "known": await browse.items_by_id(page.session, page.caller, ends),
    }  # fmt: skip
    return page.render("frameworks/item.html", context)


@router.get("/{framework_id}/editions", response_class=Response)
async def editions(editions: AllEditions, differing: Differing, page: Page, framework_id: UUID) -> Response:
    """Every edition, and what became of the framework between two of them."""
    row = await browse.view_framework(page.session, page.caller, framework_id)
    context = {"framework": row, "editions": editions, "differing": differing}
    return page.render("frameworks/editions.html", context)


@router.get("/{framework_id}/lineage", response_class=Response)
async def lineage(descended: Descended, page: Page, framework_id: UUID) -> Response:
    """How far an adaptation has moved from its original."""
    row = await browse.view_framework(page.session, page.caller, framework_id)
    return page.render("frameworks/lineage.html", {"framework": row, "descended": descended})


@router.get("/{framework_id}/import-report", response_class=Response)
async def import_report(imported: Imported, page: Page, framework_id: UUID) -> Response:
    """What the import had to mend, by kind, and where."""
    row = await browse.view_framework(page.session, page.caller, framework_id)
    return page.render("frameworks/import_report.html", {"framework": row, "imported": imported})
