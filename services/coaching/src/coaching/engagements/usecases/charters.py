"""Charters are written in versions, and signed by both districts."""

from datetime import datetime
from uuid import UUID

from coaching.engagements.queries.charters import (
    CharterRecord,
    add_charter,
    find_newest_charter,
    set_signed,
)
from coaching.engagements.queries.engagements import set_first_contact_by
from coaching.engagements.rules.charter import Terms, document_hash, validate_signing
from coaching.engagements.rules.contact import contact_deadline
from coaching.engagements.schemas.charters import NewCharter, Signature
from coaching.engagements.usecases.reading import require_open
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict


async def write_charter(
    session: Transaction, caller: Caller, engagement_id: UUID, new: NewCharter, now: datetime
) -> CharterRecord:
    """Adds a version, which neither district has signed. What both signed before stays in force until they sign it."""
    engagement = await require_open(session, engagement_id, now)
    newest = await find_newest_charter(session, engagement_id)
    number = 1 if newest is None else newest.number + 1
    terms = Terms(**new.model_dump())
    record = CharterRecord(
        engagement_id=engagement_id,
        number=number,
        host_id=engagement.host_id,
        partner_id=engagement.partner_id,
        **terms._asdict(),
        document_hash=document_hash(engagement_id, number, terms),
        written_by=caller.district_id,
        written_at=now,
        host_signed_at=None,
        partner_signed_at=None,
    )
    await add_charter(session, record)
    return record


async def sign_charter(
    session: Transaction, caller: Caller, engagement_id: UUID, sent: Signature, now: datetime
) -> CharterRecord:
    """Signs the newest version for the caller's district. The second signature puts it in force, and from then on the
    days for a first contact are counted by it.
    """
    engagement = await require_open(session, engagement_id, now)
    newest = await find_newest_charter(session, engagement_id)
    if newest is None:
        raise Conflict("There is no charter yet: write a version first.")
    side = engagement.side_of(caller.district_id)
    problem = validate_signing(
        sent.number, sent.document_hash, newest.number, newest.document_hash, newest.signed_by(side)
    )
    if problem is not None:
        raise Conflict(problem)
    await set_signed(session, engagement_id, newest.number, side, now, caller.subject)
    signed = newest._replace(host_signed_at=now) if side == "host" else newest._replace(partner_signed_at=now)
    if signed.signed_by_both and engagement.first_contact_on is None:
        since = max(engagement.today, engagement.starts_on)
        await set_first_contact_by(session, engagement_id, contact_deadline(since, signed.first_contact_days))
    return signed
