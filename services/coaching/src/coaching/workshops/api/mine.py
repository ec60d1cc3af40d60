"""`/coaching/v1/my-workshops`: what you wish of a workshop, what you have, and why."""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.common.api import Anybody
from coaching.workshops.api.showing import shown_line, shown_mine, shown_ranking
from coaching.workshops.schemas.people import Ranking, RankingShown
from coaching.workshops.schemas.seats import MyWorkshop, MyWorkshopListed
from coaching.workshops.usecases import mine, participants
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1/my-workshops", tags=["workshops"])


@router.get("")
async def list_my_workshops(
    caller: Anybody, session: Session, paging: Paging, response: Response
) -> Page[MyWorkshopListed]:
    """List the workshops to which you are invited.

    Lists the workshops to which you were invited, those that were held or cancelled too, by id.
    """
    found = await mine.list_mine(session, caller, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, shown_line, lambda one: [one.workshop.workshop_id])


@router.get("/{workshop_id}", responses=sends("ETag"))
async def get_my_workshop(workshop_id: UUID, caller: Anybody, session: Session, response: Response) -> MyWorkshop:
    """Get a workshop to which you are invited.

    Answers what is offered, what you rank and, once seats are assigned, what you have in each slot, why, what each
    session that you wished more would have cost others, and what you can do. The ETag is that of your ranking.
    """
    view = await mine.see_mine(session, caller, workshop_id)
    response.headers["ETag"] = etag(view.me.version)
    return shown_mine(view)


@router.put("/{workshop_id}/ranking", responses=sends("ETag") | refuses(409))
async def set_ranking(
    workshop_id: UUID,
    sent: Ranking,
    caller: Anybody,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> RankingShown:
    """Rank the sessions of a workshop.

    Keeps what you wish, in place of what you wished before, while ranking is open. A short list gains nothing: what you
    do not list is one place below its end.
    """
    me = await participants.rank(session, caller, workshop_id, sent, expected, now)
    response.headers["ETag"] = etag(me.version)
    return shown_ranking(me)


@router.post("/{workshop_id}/withdraw", responses=sends("ETag") | refuses(409))
async def withdraw_from_workshop(
    workshop_id: UUID, caller: Anybody, session: Session, now: Now, response: Response
) -> MyWorkshop:
    """Withdraw from a workshop.

    Says that you do not come. Your seats are offered to whoever is next at once, and your swaps end.
    """
    taking = await participants.lock_me(session, caller, workshop_id)
    await participants.withdraw(session, caller, taking, now)
    view = await mine.see_mine(session, caller, workshop_id)
    response.headers["ETag"] = etag(view.me.version)
    return shown_mine(view)
