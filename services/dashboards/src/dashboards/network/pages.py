"""The page of the partner network."""

from fastapi import APIRouter, Request, Response

from dashboards.common.dependencies import Viewer
from dashboards.common.pages.render import page
from dashboards.common.pages.route import PageRoute
from dashboards.network.usecases import view_network
from dashboards.roster.usecases.names import who_is
from shared.http.session import Session

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/network", response_class=Response)
async def network(request: Request, caller: Viewer, session: Session) -> Response:
    view = await view_network(session, caller)
    return page(request, "network/network.html", {"caller": caller, "who": await who_is(session, caller), "view": view})
