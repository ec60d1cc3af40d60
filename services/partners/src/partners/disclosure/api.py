"""`/partners/v1/amendments`: who had been told what a family had amended."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from partners.disclosure.queries.amendments import NoticeRecord
from partners.disclosure.schemas import Receiver, Receivers
from partners.disclosure.usecases.notify_recipients import get_notices, receivers_of
from shared.auth.callers import Caller
from shared.auth.dependencies import needs
from shared.http.session import Session

router = APIRouter(prefix="/partners/v1/amendments", tags=["amendments"])


@router.get("/{amendment_id}/receivers")
async def list_amendment_receivers(
    amendment_id: UUID, _: Annotated[Caller, needs("partners.read")], session: Session
) -> Receivers:
    """List the districts that had received what was amended.

    Lists each district that had received what a family's request amended: what it held, since when, and when it was
    told of the amendment. Where `told_at` is null the agreement is over: tell that district by other means.
    """
    notices = await get_notices(session, amendment_id)
    found = [receiver for notice in notices for receiver in _receivers(notice)]
    return Receivers(amendment_id=amendment_id, learner_id=notices[0].learner_id, receivers=found)


def _receivers(notice: NoticeRecord) -> list[Receiver]:
    return [Receiver(**receiver.model_dump(), decision=notice.decision) for receiver in receivers_of(notice)]
