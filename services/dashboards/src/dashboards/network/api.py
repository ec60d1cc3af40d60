"""The partner network, by the read API."""

from fastapi import APIRouter

from dashboards.common.dependencies import Viewer
from dashboards.network.schemas import NetworkView
from dashboards.network.usecases import view_network
from shared.http.session import Session

router = APIRouter(prefix="/dashboards/v1", tags=["dashboards"])


@router.get("/network")
async def get_partner_network(caller: Viewer, session: Session) -> NetworkView:
    """Get the partner network of the district.

    Answers the agreements of your district with its partners, ended ones included, each with how much is known to have
    been disclosed under it. For leaders, operators and systems.
    """
    return await view_network(session, caller)
