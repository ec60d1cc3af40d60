"""Signing in, choosing a password, and where somebody's day starts."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from dashboards.common.pages.render import page
from dashboards.common.pages.route import PageRoute
from dashboards.roster.dependencies import Page
from dashboards.roster.usecases.names import names_of, own_people
from shared.auth.dependencies import Public

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/", response_class=Response)
async def home(start: Page) -> Response:
    """To where this person's day starts."""
    caller, session = start.caller, start.session
    if caller.role in ("leader", "operator", "system"):
        return RedirectResponse("/district", 303)
    if caller.role == "learner" and caller.person_id is not None:
        return RedirectResponse(f"/learners/{caller.person_id}", 303)
    classes, learners = await own_people(session, caller)
    if caller.role == "educator" and len(classes) == 1:
        return RedirectResponse(f"/classes/{classes[0].class_id}", 303)
    if caller.role == "family" and len(learners) == 1:
        return RedirectResponse(f"/learners/{learners[0]}", 303)
    if caller.role == "educator":
        learners = []
    names = await names_of(session, caller, learners)
    return start.render("session/home.html", {"classes": classes, "learners": _named(learners, names)})


@router.get("/sign-in", response_class=Response, dependencies=[Public])
async def sign_in(
    request: Request,
    next: Annotated[str, Query(max_length=2000)] = "/",
    failed: Annotated[str | None, Query(max_length=20)] = None,
) -> Response:
    return page(request, "session/sign_in.html", {"next": _local(next), "failed": failed})


@router.get("/password", response_class=Response, dependencies=[Public])
async def password(
    request: Request,
    next: Annotated[str, Query(max_length=2000)] = "/",
    failed: Annotated[str | None, Query(max_length=20)] = None,
) -> Response:
    """Where a one-time password leads, and whoever wants another."""
    return page(request, "session/password.html", {"next": _local(next), "failed": failed})


def _local(path: str) -> str:
    """A path of ours, or the start page."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


def _named(ids: list[UUID], names: dict[UUID, str]) -> list[tuple[UUID, str | None]]:
    return sorted(((i, names.get(i)) for i in ids), key=lambda pair: (pair[1] or "~", pair[0]))
