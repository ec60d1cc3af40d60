"""Who sits where in a workshop, which seats are pinned, who waits, and who was there."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from coaching.common.api import Reader, Writer
from coaching.workshops.api.showing import shown_seat
from coaching.workshops.queries.seats import page_of_seats
from coaching.workshops.schemas.people import PresenceNoted, PresenceShown
from coaching.workshops.schemas.seats import SeatShown
from coaching.workshops.usecases import seats as usecases
from coaching.workshops.usecases.workshops import require_workshop
from shared.http.context import Now
from shared.http.fields import WHOLE
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1/workshops/{workshop_id}", tags=["workshops"])
_PIN = "/sessions/{session_id}/participants/{participant_id}/pin"


@router.get("/seats")
async def list_seats(
    workshop_id: UUID,
    _: Reader,
    session: Session,
    paging: Paging,
    response: Response,
    slot: Annotated[int | None, Query(ge=1, le=40), WHOLE] = None,
    session_id: Annotated[UUID | None, Query(description="of this session only")] = None,
) -> Page[SeatShown]:
    """List who sits where.

    Lists the seats of a workshop by badge and slot, with the place on the list of whoever has it and why: to its host
    all, to another district those of its own people.
    """
    await require_workshop(session, workshop_id)
    found = await page_of_seats(
        session, workshop_id, slot=slot, session_id=session_id, after=paging.key(int, int), limit=paging.limit + 1
    )
    return paging.page(response, found, shown_seat, lambda one: [one.badge, one.slot])


@router.put(_PIN, status_code=204, responses=refuses(403, 409))
async def set_pinned_seat(
    workshop_id: UUID, participant_id: UUID, session_id: UUID, caller: Writer, session: Session, now: Now
) -> None:
    """Pin a seat.

    Gives somebody a seat by hand. It stays, however often seats are assigned; there must be room for it.
    """
    await usecases.pin(session, caller, workshop_id, participant_id, session_id, now)


@router.delete(_PIN, status_code=204, responses=refuses(403, 409))
async def release_pinned_seat(
    workshop_id: UUID, participant_id: UUID, session_id: UUID, caller: Writer, session: Session, now: Now
) -> None:
    """Unpin a seat.

    Lets a pinned seat go. Once seats are assigned it stays theirs until the next seating.
    """
    await usecases.unpin(session, caller, workshop_id, participant_id, session_id, now)


@router.put("/sessions/{session_id}/presence", responses=refuses(403, 409))
async def record_presence(
    workshop_id: UUID, session_id: UUID, sent: PresenceNoted, caller: Writer, session: Session, now: Now
) -> PresenceShown:
    """Record who was there.

    Notes of those who have a seat in a session who was there and who was not. Whoever is not named stays as noted.
    """
    seats = await usecases.note_presence(session, caller, workshop_id, session_id, sent, now)
    noted = [one.presence for one in seats]
    return PresenceShown(
        session_id=session_id,
        present=noted.count("present"),
        absent=noted.count("absent"),
        unnoted=noted.count(None),
    )
