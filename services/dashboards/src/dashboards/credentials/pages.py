"""Verifying a credential."""

from fastapi import APIRouter, Request, Response

from dashboards.common.pages.render import page
from dashboards.common.pages.route import PageRoute
from shared.auth.dependencies import Public

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/verify", response_class=Response, dependencies=[Public])
async def verify(request: Request) -> Response:
    """For anybody who was given a credential. The page's script asks competency itself, which bounds what one may ask
    by the address that asks.
    """
    return page(request, "credentials/verify.html", {})
