"""The partner network, by the read API."""

from fastapi import APIRouter

from dashboards.common.dependencies import Viewer
from dashboards.network.schemas import NetworkView
from dashboards.network.usecases import view_network
from shared.http.session import Session

router = APIRouter(prefix="/dashboards/v1", tags=["dashboards"])


@router.get("/network")
async def get_network(caller: Viewer, session: Session) -> NetworkView:
    """The district's agreements, and what has been disclosed under them."""
    return await view_network(session, caller)
