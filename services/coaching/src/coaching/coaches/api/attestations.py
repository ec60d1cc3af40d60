"""`/coaching/v1/coaches/{coach_id}/attestations`: what is found to be so of a coach, and from when to when."""

from uuid import UUID

from fastapi import APIRouter, Response

from coaching.coaches.queries.attestations import AttestationRecord, page_of_attestations
from coaching.coaches.schemas.attestations import AttestationShown, NewAttestation, NewRevocation, RevocationShown
from coaching.coaches.usecases import attestations as usecases
from coaching.coaches.usecases.standings import require_coach
from coaching.common.api import Reader, Writer
from shared.http.context import Now
from shared.http.idempotency import Answer, Keyed, created, once
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1/coaches/{coach_id}/attestations", tags=["attestations"])


@router.post("", status_code=201, response_model=AttestationShown)
async def record_attestation(
    coach_id: UUID, new: NewAttestation, caller: Writer, session: Session, now: Now, keyed: Keyed
) -> Response:
    """Attest something of a coach.

    Records a clearance, a guardian's consent, an identity, a training or an age band, with the days for which it holds.
    It is renewed by another, and how the coach stands follows at once.
    """

    async def act() -> Answer:
        return created(_shape(await usecases.attest(session, caller, coach_id, new, now)))

    return await once(session, keyed, act)


@router.get("")
async def list_attestations(
    coach_id: UUID, _: Reader, session: Session, paging: Paging, response: Response
) -> Page[AttestationShown]:
    """List what is attested of a coach.

    Lists all attestations of a coach in the order in which they were told, those that expired or were revoked
    included.
    """
    await require_coach(session, coach_id)
    found = await page_of_attestations(session, coach_id, paging.single_key(UUID), paging.limit + 1)
    return paging.page(response, found, _shape, lambda one: [one.attestation_id])


@router.post("/{attestation_id}/revoke")
async def revoke_attestation(
    coach_id: UUID, attestation_id: UUID, sent: NewRevocation, caller: Writer, session: Session, now: Now
) -> AttestationShown:
    """Revoke an attestation.

    Says from which day on an attestation does not count, today or earlier. The attestation stays, and so does what was
    known before; a coach who needs it is suspended at once.
    """
    return _shape(await usecases.revoke(session, caller, coach_id, attestation_id, sent, now))


def _shape(record: AttestationRecord) -> AttestationShown:
    revocation = None
    if record.revoked_on is not None:
        revocation = RevocationShown.model_validate(
            {
                "revoked_on": record.revoked_on,
                "reference": record.revocation_reference,
                "revoked_at": record.revoked_at,
                "revoked_by": record.revoked_by,
            }
        )
    return AttestationShown(
        attestation_id=record.attestation_id,
        coach_id=record.coach_id,
        kind=record.kind,
        band=record.band,
        valid_from=record.valid_from,
        valid_until=record.valid_until,
        reference=record.reference,
        attested_at=record.attested_at,
        attested_by=record.attested_by,
        revocation=revocation,
    )
