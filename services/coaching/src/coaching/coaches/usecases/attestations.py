"""What is demanded of coaches is attested and revoked, as rows that are added."""

from datetime import datetime
from uuid import UUID

from coaching.coaches.queries.attestations import (
    AttestationRecord,
    add_attestation,
    add_revocation,
    find_attestation,
)
from coaching.coaches.rules.attestations import validate_attestation, validate_revocation
from coaching.coaches.schemas.attestations import NewAttestation, NewRevocation
from coaching.coaches.usecases.coaches import ensure_present
from coaching.coaches.usecases.standings import require_coach, tell_standing
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid, NotFound, invalid
from shared.values.calendar import day_of
from shared.values.ids import new_id


async def attest(
    session: Transaction, caller: Caller, coach_id: UUID, new: NewAttestation, now: datetime
) -> AttestationRecord:
    """Records that something was found to be so, and tells where the coach stands otherwise by it."""
    coach = await require_coach(session, coach_id, lock=True)
    ensure_present(coach)
    today = day_of(now, coach.district_zone)
    problems = validate_attestation(coach.kind, new.kind, new.band, new.valid_from, new.valid_until, today)
    if errors := [one._asdict() for one in problems]:
        raise Invalid("This cannot be attested; see errors.", errors=errors)
    record = AttestationRecord(
        attestation_id=new_id(),
        coach_id=coach_id,
        kind=new.kind,
        band=new.band,
        valid_from=new.valid_from,
        valid_until=new.valid_until,
        reference=new.reference,
        attested_at=now,
        attested_by=caller.subject,
        revoked_on=None,
        revocation_reference=None,
        revoked_at=None,
        revoked_by=None,
    )
    await add_attestation(session, caller.district_id, record)
    await tell_standing(session, coach, today, now)
    return record


async def revoke(
    session: Transaction, caller: Caller, coach_id: UUID, attestation_id: UUID, sent: NewRevocation, now: datetime
) -> AttestationRecord:
    """Records that an attestation does not count from a day on, and tells where the coach stands otherwise by it."""
    coach = await require_coach(session, coach_id, lock=True)
    before = await find_attestation(session, coach_id, attestation_id)
    if before is None:
        raise NotFound("There is no such attestation of this coach.")
    today = day_of(now, coach.district_zone)
    revoked_on = sent.revoked_on or max(today, before.valid_from)
    if problem := validate_revocation(before.valid_from, revoked_on, max(today, before.valid_from)):
        raise invalid("/revoked_on", problem)
    revoked = before._replace(
        revoked_on=revoked_on, revocation_reference=sent.reference, revoked_at=now, revoked_by=caller.subject
    )
    if not await add_revocation(session, caller.district_id, revoked):
        raise Conflict("This attestation was revoked before. Attest anew what is so again.")
    await tell_standing(session, coach, today, now)
    return revoked
