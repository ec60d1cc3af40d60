"""`/coaching/v1/workshops/{workshop_id}/seatings`: seats are assigned, with a proof."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response

from coaching.common.api import Reader, Writer
from coaching.workshops.api.showing import shown_seating
from coaching.workshops.queries.seatings import page_of_seatings
from coaching.workshops.schemas.seats import NewSeating, SeatingShown
from coaching.workshops.usecases import seating as usecases
from coaching.workshops.usecases.workshops import require_workshop
from shared.http.context import Now
from shared.http.fields import WHOLE
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1/workshops/{workshop_id}/seatings", tags=["workshops"])


@router.post(
    "", status_code=201, response_model=SeatingShown, responses=sends("Location", status=201) | refuses(403, 409)
)
async def request_seating(
    workshop_id: UUID, new: NewSeating, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Have the seats of a workshop assigned.

    Asks for a seating, which is worked out at once in the background: the worst off as well off as can be, then the
    next; ties by the lottery. Pinned seats stay, and with `keep` all others that can.
    """

    async def act() -> Answer:
        made = await usecases.request_seating(session, caller, workshop_id, new.keep, now)
        return created(shown_seating(made), location=f"/coaching/v1/workshops/{workshop_id}/seatings/{made.number}")

    return await once(session, keyed, act)


@router.get("")
async def list_seatings(
    workshop_id: UUID, _: Reader, session: Session, paging: Paging, response: Response
) -> Page[SeatingShown]:
    """List the seatings of a workshop.

    Lists every seating that was asked for, in its order, with what came of it and whether it was proved.
    """
    await require_workshop(session, workshop_id)
    found = await page_of_seatings(session, workshop_id, paging.single_key(int), paging.limit + 1)
    return paging.page(response, found, shown_seating, lambda one: [one.number])


@router.get("/{number}")
async def get_seating(
    workshop_id: UUID, number: Annotated[int, Path(ge=1, le=1_000_000), WHOLE], _: Reader, session: Session
) -> SeatingShown:
    """Get a seating.

    Answers a seating: whether it is assigned yet, its figures, the profile of ranks, and how many seats it changed.
    """
    return shown_seating(await usecases.require_seating(session, workshop_id, number))
