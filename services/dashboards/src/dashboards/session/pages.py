"""Signing in, and choosing a password."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dashboards.common.pages.render import page
from dashboards.common.pages.route import PageRoute
from shared.auth.dependencies import Public

router = APIRouter(route_class=PageRoute, include_in_schema=False)


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
