"""Credentials of a learner: issued, read, revoked, and following their mastery as it changes."""

from uuid import UUID

from competency.credentials.queries.credentials import (
    CredentialRecord,
    credentials_of_learner,
    find_credential,
    stop_following,
)
from competency.credentials.queries.due import find_due_learner, take_due_items
from competency.credentials.rules.learner_record import NothingToRecord
from competency.credentials.schemas import CredentialIn, CredentialOut, SignedCredentialOut
from competency.credentials.usecases.issuance import RECORD, Issuance, kind_of
from competency.credentials.usecases.issuer import Issuing
from shared.db.database import set_tenant
from shared.db.query import Transaction
from shared.errors import Conflict, NotFound, invalid

FOLLOWED = "mastery"
"""Who issued or revoked it where nobody asked: it followed the learner's mastery."""
_AMONG = 16


async def issue_credential(
    session: Transaction, issuing: Issuing, district_id: UUID, learner_id: UUID, wanted: CredentialIn, *, by: str
) -> tuple[SignedCredentialOut, bool]:
    """Returns the credential for this mastery, and whether it was signed just now: the same mastery gives the same
    one.
    """
    if (wanted.item_id is None) != (wanted.kind == "record"):
        raise invalid("/item_id", "Name the item of a badge, and for the record of all nothing.")
    issuance = Issuance(session, issuing, district_id, learner_id, by)
    await issuance.begin()
    before = issuance.issued(wanted.item_id)
    if wanted.item_id is None:
        await _issue_record(issuance)
    else:
        await _issue_badge(issuance, wanted.item_id)
    await issuance.write()
    found = next(one for one in await credentials_of_learner(session, learner_id) if one.item_id == wanted.item_id)
    return _signed_out(found), before is None or before.issue != found.issue


async def _issue_badge(issuance: Issuance, item_id: UUID) -> None:
    current = await issuance.current([item_id])
    if item_id not in current or not current[item_id].result.mastered:
        raise Conflict("The learner has not mastered this item, so there is nothing to certify.")
    await issuance.update_badges([item_id], current)
    if not issuance.is_in_force(item_id):
        await issuance.issue_badges([item_id], current)
    await issuance.update_record(grows=False)


async def _issue_record(issuance: Issuance) -> None:
    current = await issuance.current(None)
    await issuance.update_badges([*current, *issuance.items - current.keys()], current)
    # What a person took back stays so until a person gives it again.
    missing = [item_id for item_id in current if issuance.issued(item_id) is None]
    await issuance.issue_badges(missing, current)
    try:
        await issuance.update_record(grows=True)
    except NothingToRecord:
        raise Conflict("The learner has no mastered item yet, so there is nothing to record.") from None
    except ValueError as error:
        raise Conflict(f"The record cannot be signed: {error}.") from error


async def read_credential(session: Transaction, learner_id: UUID, credential_id: UUID) -> SignedCredentialOut:
    return _signed_out(await _require_credential(session, learner_id, credential_id))


async def revoke_credential(
    session: Transaction,
    issuing: Issuing,
    district_id: UUID,
    learner_id: UUID,
    credential_id: UUID,
    *,
    reason: str,
    by: str,
) -> CredentialOut:
    """Takes it back for good: it comes back only when somebody issues it again."""
    issuance = Issuance(session, issuing, district_id, learner_id, by)
    await issuance.begin()
    record = await _require_credential(session, learner_id, credential_id)
    if record.revoked_at is not None:
        raise Conflict(f"This credential was revoked before, at {record.revoked_at.isoformat()}: {record.words}")
    await issuance.revoke(record.item_id, "revoked_by_person", reason)
    if record.item_id is not RECORD:
        await issuance.update_record(grows=False)
    await issuance.write()
    await stop_following(session, credential_id)
    return credential_out(await _require_credential(session, learner_id, credential_id))


async def _require_credential(session: Transaction, learner_id: UUID, credential_id: UUID) -> CredentialRecord:
    found = await find_credential(session, learner_id, credential_id)
    if found is None:
        raise NotFound("This learner has no such credential.")
    return found


async def follow_mastery(session: Transaction, issuing: Issuing) -> bool:
    """Looks at one learner's credentials whose mastery was determined anew; returns whether there may be more.

    The write that determined it marked them in its own transaction, so none is lost.
    """
    due = await find_due_learner(session, _AMONG)
    if due is None:
        return False
    await set_tenant(session, due.district_id)
    issuance = Issuance(session, issuing, due.district_id, due.learner_id, FOLLOWED)
    await issuance.begin()
    items = await take_due_items(session, due.learner_id)
    await issuance.update_badges(items, await issuance.current(items))
    await issuance.update_record(grows=False)
    await issuance.write()
    return True


def credential_out(record: CredentialRecord) -> CredentialOut:
    """Returns the credential as it is shown."""
    return CredentialOut(
        credential_id=record.credential_id,
        learner_id=record.learner_id,
        kind=kind_of(record.item_id),
        item_id=record.item_id,
        name=record.name,
        state="in_force" if record.revoked_at is None else "revoked",
        issue=record.issue,
        score=record.score,
        level=record.level,
        awarded_at=record.awarded_at,
        issued_at=record.issued_at,
        issued_by=record.issued_by,
        revoked_at=record.revoked_at,
        reason=record.reason,
        words=record.words,
    )


def _signed_out(record: CredentialRecord) -> SignedCredentialOut:
    return SignedCredentialOut(**dict(credential_out(record)), token=record.token)
