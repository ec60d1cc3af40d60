"""`/coaching/v1/my-workshops/{workshop_id}/swaps`: people exchange seats, once all have agreed."""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Anybody
from coaching.workshops.api.showing import shown_swap
from coaching.workshops.queries.swaps import page_of_swaps
from coaching.workshops.schemas.seats import NewSwap, SwapAnswer, SwapShown
from coaching.workshops.usecases import swaps as usecases
from coaching.workshops.usecases.participants import require_me
from shared.http.context import Now
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1/my-workshops/{workshop_id}/swaps", tags=["workshops"])


@router.post("", status_code=201, response_model=SwapShown, responses=refuses(409))
async def propose_swap(
    workshop_id: UUID, new: NewSwap, caller: Anybody, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Propose to exchange seats.

    Proposes that you take the seat of the first whom you name, the first that of the second, and the last yours. It
    comes about once all have agreed.
    """

    async def act() -> Answer:
        swap = await usecases.propose_swap(session, caller, workshop_id, new, now)
        return created(shown_swap(swap, (await require_me(session, caller, workshop_id)).me))

    return await once(session, keyed, act)


@router.get("")
async def list_my_swaps(
    workshop_id: UUID, caller: Anybody, session: Session, paging: Paging, response: Response
) -> Page[SwapShown]:
    """List your swaps.

    Lists the exchanges of seats that you proposed or were asked to agree to, oldest first, those that ended too.
    """
    me = (await require_me(session, caller, workshop_id)).me
    found = await page_of_swaps(session, workshop_id, me.participant_id, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, lambda one: shown_swap(one, me), lambda one: [one.swap_id])


@router.post("/{swap_id}/answer", responses=refuses(409))
async def decide_swap(
    workshop_id: UUID, swap_id: UUID, sent: SwapAnswer, caller: Anybody, session: Session, now: Now
) -> SwapShown:
    """Agree to an exchange of seats, decline it, or take it back.

    Agrees to a swap, which comes about with the last who agrees; declines it; or, as whoever proposed it, takes it
    back.
    """
    swap = await usecases.answer_swap(session, caller, workshop_id, swap_id, sent, now)
    return shown_swap(swap, (await require_me(session, caller, workshop_id)).me)
