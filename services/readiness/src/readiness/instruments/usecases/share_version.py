"""Versions handed on: cloned to adapt them, offered to every district, adopted as they are."""

from datetime import datetime
from uuid import UUID

from readiness.instruments.queries.instruments import add_instrument, find_adopted
from readiness.instruments.queries.offers import Offer, add_offer, delete_offer
from readiness.instruments.queries.versions import InstrumentVersion, add_version
from readiness.instruments.rules.differences import clone
from readiness.instruments.rules.instrument import Origin
from readiness.instruments.usecases.publish_version import tell_published
from readiness.instruments.usecases.read_instrument import (
    ensure_instrument,
    require_offer,
    require_version,
)
from readiness.instruments.usecases.write_draft import add_draft_instrument, require_lock
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound
from shared.values.ids import new_id


async def clone_version(
    session: Transaction, caller: Caller, instrument_id: UUID, version: int, now: datetime
) -> InstrumentVersion:
    """Creates an instrument to adapt: a draft that says what this version says. Raises a 409 for a draft."""
    found = await require_version(session, instrument_id, version)
    if found.record.state == "draft":
        raise Conflict("This version is a draft; publish it before you clone it.")
    return await add_draft_instrument(session, caller, clone(found.content, Origin(instrument_id, version)), now)


async def offer_version(
    session: Transaction, caller: Caller, instrument_id: UUID, version: int, now: datetime
) -> Offer:
    """Offers a published version to every district. Raises a 409 for another one, and where it is offered already."""
    await require_lock(session, instrument_id)
    found = await require_version(session, instrument_id, version)
    if found.record.state != "published" or found.record.content_hash is None:
        raise Conflict(f"This version is {_state(found)}; only a published one can be offered.")
    offer_id = new_id()
    added = await add_offer(
        session,
        offer_id,
        caller.district_id,
        Origin(instrument_id, version),
        found.content,
        found.record.content_hash,
        at=now,
        by=caller.subject,
    )
    if not added:
        raise Conflict("This version is offered already.")
    return await require_offer(session, offer_id)


async def withdraw_offer(session: Transaction, caller: Caller, instrument_id: UUID, version: int) -> None:
    """Takes an offer back; what was adopted or cloned of it stays. Raises a 404."""
    await ensure_instrument(session, instrument_id)
    if not await delete_offer(session, caller.district_id, instrument_id, version):
        raise NotFound("This version is not offered.")


async def adopt_offer(session: Transaction, caller: Caller, offer_id: UUID, now: datetime) -> InstrumentVersion:
    """Creates an instrument whose first version is the offered one, published at once, and the same in every word.

    Raises a 409 where it is the district's own, or was adopted before.
    """
    offer = await require_offer(session, offer_id)
    _ensure_anothers(caller, offer)
    if (known := await find_adopted(session, offer.origin)) is not None:
        raise Conflict(f"You have adopted this version already: it is your instrument {known}.")
    instrument_id = new_id()
    by = caller.subject
    await add_instrument(session, caller.district_id, instrument_id, offer.origin, adopted=True, at=now, by=by)
    await add_version(
        session, caller.district_id, instrument_id, 1, offer.content, "published", revision=1, at=now, by=by
    )
    found = await require_version(session, instrument_id, 1)
    await tell_published(session, caller.district_id, instrument_id, 1, offer.record.content_hash, found.content)
    return found


async def clone_offer(session: Transaction, caller: Caller, offer_id: UUID, now: datetime) -> InstrumentVersion:
    """Creates an instrument to adapt: a draft that says what the offered version says."""
    offer = await require_offer(session, offer_id)
    return await add_draft_instrument(session, caller, clone(offer.content, offer.origin), now)


def _ensure_anothers(caller: Caller, offer: Offer) -> None:
    if offer.record.owner_id == caller.district_id:
        raise Conflict("This version is your own; use it as it is, or clone it to adapt it.")


def _state(found: InstrumentVersion) -> str:
    return "a draft" if found.record.state == "draft" else found.record.state
