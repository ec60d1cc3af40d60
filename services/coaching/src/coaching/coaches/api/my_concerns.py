"""`/coaching/v1/my-concerns`: whoever takes part raises a concern, and sees how it stands."""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.coaches.queries.concerns import page_of_own_concerns
from coaching.coaches.schemas.concerns import ConcernRaised, ConcernStanding, NewConcern
from coaching.coaches.usecases import concerns as usecases
from coaching.common.api import Anybody
from shared.http.context import Now
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import sends
from shared.http.session import Session

PREFIX = "/coaching/v1/my-concerns"
router = APIRouter(prefix=PREFIX, tags=["concerns"])


@router.post("", status_code=201, response_model=ConcernRaised, responses=sends("Location", status=201))
async def raise_concern(new: NewConcern, caller: Anybody, session: Session, now: Now, keyed: Keyed) -> Response:
    """Raise a concern.

    Raises a concern in one step, about whatever makes you fear for somebody's safety. Only the people whom your
    district has named read its words, and never somebody whom it names or who wrote a note that is attached.
    """

    async def act() -> Answer:
        raised = await usecases.raise_concern(session, caller, new, now)
        shown = ConcernRaised(**raised.concern._asdict(), readers=raised.readers)
        return created(shown, location=f"{PREFIX}/{raised.concern.concern_id}")

    return await once(session, keyed, act)


@router.get("")
async def list_my_concerns(
    caller: Anybody, session: Session, paging: Paging, response: Response
) -> Page[ConcernStanding]:
    """List the concerns that you raised.

    Lists your own concerns, oldest first: that each was received, and how it stands. Their words are not shown again.
    """
    found = await page_of_own_concerns(session, caller.subject, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, ConcernStanding.model_validate, lambda one: [one.concern_id])


@router.get("/{concern_id}")
async def get_my_concern(concern_id: UUID, caller: Anybody, session: Session) -> ConcernStanding:
    """Get how your concern stands.

    Answers whether a concern of yours was received, acknowledged or closed, and when. Its words are not shown again.
    """
    return ConcernStanding.model_validate(await usecases.read_own_concern(session, caller, concern_id))
