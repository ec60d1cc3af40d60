"""Your seats in a workshop, your waiting lists, and what you are offered."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path

from coaching.common.api import Anybody
from coaching.workshops.api.showing import shown_mine
from coaching.workshops.schemas.seats import MyWorkshop, OfferAnswer
from coaching.workshops.usecases import seats as usecases
from coaching.workshops.usecases.mine import see_mine
from shared.http.context import Now
from shared.http.fields import WHOLE
from shared.http.response_headers import refuses
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1/my-workshops/{workshop_id}", tags=["workshops"])


@router.post("/slots/{slot}/give-back", responses=refuses(409))
async def return_seat(
    workshop_id: UUID,
    slot: Annotated[int, Path(ge=1, le=40), WHOLE],
    caller: Anybody,
    session: Session,
    now: Now,
) -> MyWorkshop:
    """Give a seat back.

    Gives your seat of a slot back; it is offered to whoever is next at once.
    """
    await usecases.give_back(session, caller, workshop_id, slot, now)
    return shown_mine(await see_mine(session, caller, workshop_id))


@router.put("/sessions/{session_id}/waiting", responses=refuses(409))
async def add_to_waiting_list(
    workshop_id: UUID, session_id: UUID, caller: Anybody, session: Session, now: Now
) -> MyWorkshop:
    """Wait for a seat in a session.

    Puts you on the waiting list of a session, whose order is a rule: who has no seat first, then by the place of the
    seat that they have. A seat that is free is offered to you at once.
    """
    await usecases.wait_for(session, caller, workshop_id, session_id, now)
    return shown_mine(await see_mine(session, caller, workshop_id))


@router.delete("/sessions/{session_id}/waiting", responses=refuses(409))
async def withdraw_from_waiting_list(
    workshop_id: UUID, session_id: UUID, caller: Anybody, session: Session, now: Now
) -> MyWorkshop:
    """Wait no more for a seat in a session.

    Takes you off the waiting list of a session. What you were offered there is offered to the next.
    """
    await usecases.stop_waiting(session, caller, workshop_id, session_id, now)
    return shown_mine(await see_mine(session, caller, workshop_id))


@router.post("/sessions/{session_id}/answer", responses=refuses(409))
async def decide_offer(
    workshop_id: UUID, session_id: UUID, sent: OfferAnswer, caller: Anybody, session: Session, now: Now
) -> MyWorkshop:
    """Accept or decline a freed seat.

    Takes the seat that you are offered, which frees the one you have for whoever is next; or lets the next have it.
    """
    await usecases.answer_offer(session, caller, workshop_id, session_id, accept=sent.answer == "accept", now=now)
    return shown_mine(await see_mine(session, caller, workshop_id))
