"""Instruments as they are read: what is there, or that it is not."""

import asyncio
from uuid import UUID

from readiness.instruments.queries.instruments import InstrumentRecord, find_instrument, is_instrument
from readiness.instruments.queries.offers import Offer, find_offer
from readiness.instruments.queries.versions import InstrumentVersion, find_draft, find_version
from readiness.instruments.rules.instrument import Instrument
from readiness.instruments.rules.problems import Problem
from readiness.instruments.rules.validation import validate_instrument
from shared.db.query import Transaction
from shared.errors import NotFound

NO_INSTRUMENT = "There is no such instrument."
NO_VERSION = "The instrument has no such version."
NO_DRAFT = "The instrument has no draft. POST to its draft makes one of its last published version."
NO_OFFER = "No such version is offered."


async def require_instrument(session: Transaction, instrument_id: UUID) -> InstrumentRecord:
    """Returns the instrument. Raises a 404 where the session's district has none of this id."""
    found = await find_instrument(session, instrument_id)
    if found is None:
        raise NotFound(NO_INSTRUMENT)
    return found


async def require_version(session: Transaction, instrument_id: UUID, version: int) -> InstrumentVersion:
    """Returns the version, whatever its state. Raises a 404."""
    found = await find_version(session, instrument_id, version)
    if found is None:
        await ensure_instrument(session, instrument_id)
        raise NotFound(NO_VERSION)
    return found


async def require_draft(session: Transaction, instrument_id: UUID) -> InstrumentVersion:
    """Returns the draft. Raises a 404."""
    found = await find_draft(session, instrument_id)
    if found is None:
        await ensure_instrument(session, instrument_id)
        raise NotFound(NO_DRAFT)
    return found


async def require_offer(session: Transaction, offer_id: UUID) -> Offer:
    """Returns the offered version. Raises a 404."""
    found = await find_offer(session, offer_id)
    if found is None:
        raise NotFound(NO_OFFER)
    return found


async def ensure_instrument(session: Transaction, instrument_id: UUID) -> None:
    """Raises a 404 where the session's district has no instrument of this id."""
    if not await is_instrument(session, instrument_id):
        raise NotFound(NO_INSTRUMENT)


async def problems_of(instrument: Instrument) -> tuple[Problem, ...]:
    """Returns what is wrong with an instrument, of which there may be a thousand things."""
    return await asyncio.to_thread(validate_instrument, instrument)
