"""The page of the partner network."""

from fastapi import APIRouter, Response

from dashboards.common.pages.route import PageRoute
from dashboards.network.usecases import view_network
from dashboards.roster.dependencies import Page

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/network", response_class=Response)
async def network(page: Page) -> Response:
    return page.render("network/network.html", {"view": await view_network(page.session, page.caller)})
