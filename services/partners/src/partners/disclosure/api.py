"""`/partners/v1/amendments`: who had been told what a family had amended."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from partners.disclosure.schemas import Receivers
from partners.disclosure.usecases.notify_recipients import read_receivers
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.session import Session

router = APIRouter(prefix="/partners/v1/amendments", tags=["amendments"])


@router.get("/{amendment_id}/receivers")
async def receivers(amendment_id: UUID, _: Annotated[Caller, needs("partners.read")], session: Session) -> Receivers:
    """The districts that had been told what was amended: what each held, since when, and whether it was told anew."""
    return await read_receivers(session, amendment_id)
