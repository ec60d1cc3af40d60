"""`/resources/v1/adoptions/…/offers`, `/resources/v1/offers`: what adopters offer back to authors."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from resources.adoptions.api.adoptions import PREFIX
from resources.adoptions.api.answers import offer, offer_seen
from resources.adoptions.queries.offers import find_offers
from resources.adoptions.rules.offers import OfferState
from resources.adoptions.schemas.offers import (
    Acceptance,
    NewOffer,
    OfferSeen,
    OfferShown,
    Refusal,
    Withdrawal,
)
from resources.adoptions.usecases import offering
from resources.common.api import Writer
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

OFFERS = "/resources/v1/offers"
router = APIRouter(tags=["offers"])


class Side(StrEnum):
    """Whether your district offered, or is asked to decide."""

    MADE = "made"
    RECEIVED = "received"


State = Annotated[OfferState | None, Query(description="of these only")]
OnSide = Annotated[Side | None, Query(description="those that you made, or received, only")]


@router.post(PREFIX + "/{adoption_id}/offers", status_code=201, response_model=OfferSeen,
             responses=sends("Location", "ETag", status=201) | refuses(409))  # fmt: skip
async def offer_changes_back(
    adoption_id: UUID,
    sent: NewOffer,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    keyed: Keyed,
) -> Response:
    """Offer changes back.

    Offers what you have changed at these places to the authors of the item, who decide. Both districts read the offer
    from then on; what else you have made is not shown.
    """

    async def act() -> Answer:
        seen = await offering.make_offer(session, caller, adoption_id, sent.paths, sent.words, expected, now)
        location = f"{OFFERS}/{seen.offer.offer_id}"
        return created(offer_seen(seen), location=location, etag=etag(seen.offer.revision))

    return await once(session, keyed, act)


@router.get(OFFERS)
async def list_offers(
    caller: Writer,
    session: Session,
    paging: Paging,
    response: Response,
    side: OnSide = None,
    state: State = None,
) -> Page[OfferShown]:
    """List offers.

    Lists the offers that your district made or received, by id, decided ones included.
    """
    found = await find_offers(
        session,
        paging.single_key(UUID),
        state,
        adopter_id=caller.district_id if side is Side.MADE else None,
        author_id=caller.district_id if side is Side.RECEIVED else None,
        limit=paging.limit + 1,
    )
    return paging.page(response, found, offer, lambda one: [one.offer_id])


@router.get(OFFERS + "/{offer_id}", responses=sends("ETag"))
async def get_offer(offer_id: UUID, caller: Writer, session: Session, response: Response) -> OfferSeen:
    """Get an offer.

    Answers an offer beside the item as you have it today: what fits, what meets a change of the authors', and what is
    there already.
    """
    found = await offering.require_offer(session, offer_id)
    return _shown(await offering.see_offer(session, caller, found), response)


@router.post(OFFERS + "/{offer_id}/accept", responses=sends("ETag") | refuses(409))
async def accept_offer(
    offer_id: UUID,
    sent: Acceptance,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> OfferSeen:
    """Accept an offer.

    Writes what is accepted into the draft of your item, which is begun where there is none, and names the authors of
    the offer with yours. Nothing is published by it.
    """
    return _shown(await offering.accept(session, caller, offer_id, sent.paths, sent.words, expected, now), response)


@router.post(OFFERS + "/{offer_id}/decline", responses=sends("ETag") | refuses(409))
async def decline_offer(
    offer_id: UUID,
    sent: Refusal,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> OfferSeen:
    """Decline an offer.

    Says why the offer is not taken. It is kept with the reason, which those who offered it read.
    """
    return _shown(await offering.decline(session, caller, offer_id, sent.reason, sent.words, expected, now), response)


@router.post(OFFERS + "/{offer_id}/withdraw", responses=sends("ETag") | refuses(409))
async def withdraw_offer(
    offer_id: UUID,
    sent: Withdrawal,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> OfferSeen:
    """Withdraw an offer.

    Takes back what your district offered, as long as it is not decided.
    """
    return _shown(await offering.withdraw(session, caller, offer_id, sent.words, expected, now), response)


def _shown(seen: offering.SeenOffer, response: Response) -> OfferSeen:
    response.headers["ETag"] = etag(seen.offer.revision)
    return offer_seen(seen)
