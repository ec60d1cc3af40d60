"""Credentials of a learner: issued, listed, read, revoked, and following their mastery as it changes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from competency.credentials.queries import credentials as queries
from competency.credentials.rules.learner_record import NothingToRecord
from competency.credentials.schemas import CredentialIn, CredentialOut, SignedCredentialOut
from competency.credentials.usecases.issuance import RECORD, Issuance, kind_of
from competency.credentials.usecases.issuer import Issuing
from shared.db.database import become
from shared.errors import Conflict, NotFound, invalid

FOLLOWED = "mastery"
"""Who issued or revoked it where nobody asked: it followed the learner's mastery."""
_AMONG = 16


async def issue_credential(
    session: AsyncSession, issuing: Issuing, district_id: UUID, learner_id: UUID, wanted: CredentialIn, *, by: str
) -> tuple[SignedCredentialOut, bool]:
    """The credential for this mastery, and whether it was signed just now: the same mastery gives the same one."""
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
    found = next(row for row in await queries.of_learner(session, learner_id) if row.item_id == wanted.item_id)
    return signed_out(found), before is None or before.issue != found.issue


async def _issue_badge(issuance: Issuance, item_id: UUID) -> None:
    held = await issuance.held([item_id])
    if item_id not in held or not held[item_id].row.mastered:
        raise Conflict("The learner has not mastered this item, so there is nothing to certify.")
    await issuance.settle_badges([item_id], held)
    if not issuance.is_in_force(item_id):
        await issuance.issue_badges([item_id], held)
    await issuance.bring_record(grows=False)


async def _issue_record(issuance: Issuance) -> None:
    held = await issuance.held(None)
    await issuance.settle_badges([*held, *issuance.items - held.keys()], held)
    # What a person took back stays so until a person gives it again.
    missing = [item_id for item_id in held if issuance.issued(item_id) is None]
    await issuance.issue_badges(missing, held)
    try:
        await issuance.bring_record(grows=True)
    except NothingToRecord:
        raise Conflict("The learner has no mastered item yet, so there is nothing to record.") from None
    except ValueError as error:
        raise Conflict(f"The record cannot be signed: {error}.") from error


async def list_credentials(
    session: AsyncSession, learner_id: UUID, after: tuple[UUID] | None, limit: int
) -> Sequence[Any]:
    """Rows of the learner's credentials behind the cursor `[credential_id]`."""
    return await queries.listed(session, learner_id, after[0] if after else None, limit)


async def read_credential(session: AsyncSession, learner_id: UUID, credential_id: UUID) -> SignedCredentialOut:
    found = await queries.one(session, learner_id, credential_id)
    if found is None:
        raise NotFound("This learner has no such credential.")
    return signed_out(found)


async def revoke_credential(
    session: AsyncSession,
    issuing: Issuing,
    district_id: UUID,
    learner_id: UUID,
    credential_id: UUID,
    *,
    reason: str,
    by: str,
) -> CredentialOut:
    """Take it back for good: it comes back only when somebody issues it again."""
    issuance = Issuance(session, issuing, district_id, learner_id, by)
    await issuance.begin()
    row = await queries.one(session, learner_id, credential_id)
    if row is None:
        raise NotFound("This learner has no such credential.")
    if row.revoked_at is not None:
        raise Conflict(f"This credential was revoked before, at {row.revoked_at.isoformat()}: {row.words}")
    await issuance.revoke(row.item_id, "revoked_by_person", reason)
    if row.item_id is not RECORD:
        await issuance.bring_record(grows=False)
    await issuance.write()
    await queries.let_go(session, credential_id)
    return credential_out(await queries.one(session, learner_id, credential_id))


async def follow_mastery(session: AsyncSession, issuing: Issuing) -> bool:
    """Look at one learner's credentials whose mastery was determined anew; whether there may be more to look at.

    The write that determined it put it on the list in its own transaction, so none is lost.
    """
    due = await queries.due(session, _AMONG)
    if due is None:
        return False
    await become(session, due.district_id)
    issuance = Issuance(session, issuing, due.district_id, due.learner_id, FOLLOWED)
    await issuance.begin()
    items = await queries.take_due(session, due.learner_id)
    await issuance.settle_badges(items, await issuance.held(items))
    await issuance.bring_record(grows=False)
    await issuance.write()
    return True


def credential_out(row: Any) -> CredentialOut:
    return CredentialOut(**_fields(row))


def signed_out(row: Any) -> SignedCredentialOut:
    return SignedCredentialOut(**_fields(row), token=row.token)


def _fields(row: Any) -> dict[str, Any]:
    own = CredentialOut.model_fields.keys() - {"kind", "state"}
    state = "in_force" if row.revoked_at is None else "revoked"
    return {"kind": kind_of(row.item_id), "state": state, **{name: getattr(row, name) for name in own}}
