"""Adopters offer what they improved back to the authors, who accept, decline, and credit them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from resources.adoptions.queries.offers import (
    Offer,
    add_offer,
    find_offer,
    lock_offer,
    lock_open_offers,
    set_offer,
)
from resources.adoptions.queries.upstream import hold_item
from resources.adoptions.rules.diff import patch
from resources.adoptions.rules.merge import Proposal
from resources.adoptions.rules.offers import (
    DeclineReason,
    Fit,
    OfferAct,
    OfferState,
    Party,
    accepted,
    fit,
    improvement,
    move,
    rebased,
)
from resources.adoptions.rules.refusals import Refusal
from resources.adoptions.rules.states import AdoptionAct
from resources.adoptions.rules.upstream import AdopterAct
from resources.adoptions.usecases.adapting import find_ours
from resources.adoptions.usecases.merging import sides_of
from resources.adoptions.usecases.standing import ensure_may, look_up, moved, require_current, see_adoption
from resources.items.followers import ItemRevised
from resources.items.rules.content import Content
from resources.items.usecases.drafting import write_draft
from resources.items.usecases.reading import require_lock
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound, invalid
from shared.http.editing import ensure_current
from shared.values.ids import new_id

NO_OFFER = "There is no such offer."
TAKE_FIRST = "The authors have changed the same since: take or decline their changes, then offer yours."
_BY = "resources"
_OF_PATHS = frozenset({"not_changed", "empty", "captions_alone", "not_offered"})


@dataclass(frozen=True, slots=True)
class SeenOffer:
    """An offer beside the item's newest content, as the reader has it: the authors' draft, or what is published."""

    offer: Offer
    proposal: Proposal
    fit: Fit


async def make_offer(
    session: Transaction,
    caller: Caller,
    adoption_id: UUID,
    paths: Collection[str],
    words: str,
    expected: str,
    now: datetime,
) -> SeenOffer:
    """Offers what was changed at these places. Raises a 404, a 409 where nothing is adapted, it cannot be offered as
    upstream stands, or the authors have changed the same, a 412, and a 422 for a place where nothing was changed.
    """
    adoption = await require_current(session, adoption_id, expected)
    moved(adoption, AdoptionAct.TAKE_CHANGES)
    await hold_item(session, adoption.item_id)
    seen = await see_adoption(session, caller.district_id, adoption)
    ensure_may(seen, AdopterAct.OFFER_BACK)
    base, ours = await sides_of(session, adoption)
    offered = improvement(base, ours, paths)
    if isinstance(offered, Refusal):
        raise invalid("/paths", offered.detail)
    if seen.upward.content is not None and fit(offered, seen.upward.content) is Fit.OUTDATED:
        raise Conflict(TAKE_FIRST)
    new = Offer(
        offer_id=new_id(),
        adopter_id=caller.district_id,
        author_id=adoption.owner_id,
        adoption_id=adoption_id,
        item_id=adoption.item_id,
        state=OfferState.OFFERED,
        revision=1,
        base=base,
        proposed=patch(base, offered.changes),
        authors=ours.authors - base.authors,
        words=words,
        reason=None,
        reply=None,
        made_at=now,
        changed_at=now,
    )
    await add_offer(session, new, caller.subject)
    return await see_offer(session, caller, new)


async def require_offer(session: Transaction, offer_id: UUID) -> Offer:
    """Returns an offer that the session's district made or received. Raises a 404."""
    found = await find_offer(session, offer_id)
    if found is None:
        raise NotFound(NO_OFFER)
    return found


async def see_offer(session: Transaction, caller: Caller, offer: Offer) -> SeenOffer:
    """Returns an offer beside what its reader has of the item today."""
    newest = await _newest(session, caller, offer)
    return SeenOffer(offer, rebased(offer.improvement, newest), fit(offer.improvement, newest))


async def accept(
    session: Transaction,
    caller: Caller,
    offer_id: UUID,
    paths: Collection[str] | None,
    words: str | None,
    expected: str,
    now: datetime,
) -> SeenOffer:
    """Writes an offer, or what is chosen of it, into the authors' draft, and names its authors with theirs. Raises a
    404, a 409 where it is decided, outdated, contained or not the caller's to accept, or the draft is in review, a 412,
    and a 422 for a place where nothing is offered.
    """
    found = await require_offer(session, offer_id)
    if found.author_id == caller.district_id:  # before the offer, as for whoever publishes
        await require_lock(session, found.item_id)
    offer = await _current(session, offer_id, expected)
    state = _moved(caller, offer, OfferAct.ACCEPT)
    newest = await find_ours(session, offer.item_id)
    content = accepted(offer.improvement, newest, offer.authors, paths)
    if isinstance(content, Refusal):
        raise invalid("/paths", content.detail) if content.rule in _OF_PATHS else Conflict(content.detail)
    await write_draft(session, caller, offer.item_id, content, now)
    return await _store(session, caller, offer._replace(state=state, reply=words), now)


async def decline(
    session: Transaction,
    caller: Caller,
    offer_id: UUID,
    reason: DeclineReason,
    words: str | None,
    expected: str,
    now: datetime,
) -> SeenOffer:
    """Declines an offer with a reason. Raises a 404, a 409 and a 412, and a 422 where another reason has no words."""
    offer = await _current(session, offer_id, expected)
    state = _moved(caller, offer, OfferAct.DECLINE, reason, words or "")
    return await _store(session, caller, offer._replace(state=state, reason=reason, reply=words), now)


async def withdraw(
    session: Transaction, caller: Caller, offer_id: UUID, words: str | None, expected: str, now: datetime
) -> SeenOffer:
    """Takes an offer back. Raises a 404, a 409 and a 412."""
    offer = await _current(session, offer_id, expected)
    state = _moved(caller, offer, OfferAct.WITHDRAW)
    return await _store(session, caller, offer._replace(state=state, reply=words), now)


async def outdate_offers(session: Transaction, change: ItemRevised) -> None:
    """Offers that change the same as a new version are outdated by it."""
    for offer in await lock_open_offers(session, change.district_id, change.item_id):
        if fit(offer.improvement, change.content) is Fit.OUTDATED:
            await set_offer(session, offer._replace(state=OfferState.OUTDATED), at=change.now, by=_BY)


async def _current(session: Transaction, offer_id: UUID, expected: str) -> Offer:
    found = await lock_offer(session, offer_id)
    if found is None:
        raise NotFound(NO_OFFER)
    ensure_current(expected, found.revision)
    return found


def _moved(
    caller: Caller, offer: Offer, act: OfferAct, reason: DeclineReason | None = None, words: str = ""
) -> OfferState:
    by = Party.AUTHOR if caller.district_id == offer.author_id else Party.ADOPTER
    to = move(offer.state, act, by, reason, words)
    if isinstance(to, Refusal):
        raise invalid("/words", to.detail) if to.rule == "reason" else Conflict(to.detail)
    return to


async def _store(session: Transaction, caller: Caller, offer: Offer, now: datetime) -> SeenOffer:
    return await see_offer(session, caller, await set_offer(session, offer, at=now, by=caller.subject))


async def _newest(session: Transaction, caller: Caller, offer: Offer) -> Content:
    if caller.district_id == offer.author_id:
        return await find_ours(session, offer.item_id)
    upward = await look_up(session, caller.district_id, offer.item_id, offer.author_id)
    return upward.content or offer.base
