"""What is attested of coaches, in SQL: rows that are added, and never changed."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from coaching.coaches.rules.attestations import Attestation, AttestationKind, Band
from shared.db.query import Command, Query, Scalar, Transaction


class AttestationRecord(NamedTuple):
    """An attestation with its revocation, where there is one."""

    attestation_id: UUID
    coach_id: UUID
    kind: AttestationKind
    band: Band | None
    valid_from: date
    valid_until: date | None
    reference: str
    attested_at: datetime
    attested_by: str
    revoked_on: date | None
    revocation_reference: str | None
    revoked_at: datetime | None
    revoked_by: str | None

    @property
    def rule(self) -> Attestation:
        """What rules know of it."""
        return Attestation(
            attestation_id=self.attestation_id,
            kind=self.kind,
            band=self.band,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            attested_at=self.attested_at,
            revoked_on=self.revoked_on,
            revoked_at=self.revoked_at,
        )


_SELECT = """
select a.attestation_id, a.coach_id, a.kind, a.band, a.valid_from, a.valid_until, a.reference, a.attested_at,
  a.attested_by, r.revoked_on, r.reference as revocation_reference, r.revoked_at, r.revoked_by
from attestation a
left join attestation_revocation r on r.district_id = a.district_id and r.attestation_id = a.attestation_id
"""
_ADD = Command("""
insert into attestation (district_id, attestation_id, coach_id, kind, band, valid_from, valid_until, reference,
  attested_at, attested_by)
values (:district_id, :attestation_id, :coach_id, :kind, :band, :valid_from, :valid_until, :reference, :attested_at,
  :attested_by)
""")
_REVOKE = Scalar(
    """
    insert into attestation_revocation (district_id, attestation_id, revoked_on, reference, revoked_at, revoked_by)
    values (:district_id, :attestation_id, :revoked_on, :reference, :now, :by)
    on conflict do nothing returning true
    """,
    bool,
)
_FIND = Query(
    f"{_SELECT} where a.coach_id = :coach_id and a.attestation_id = :attestation_id",
    AttestationRecord,
)
_OF_COACHES = Query(
    f"{_SELECT} where a.coach_id = any(cast(:ids as uuid[])) order by a.coach_id, a.attestation_id",
    AttestationRecord,
)
_PAGE = Query(
    f"""
    {_SELECT}
    where a.coach_id = :coach_id and (cast(:after as uuid) is null or a.attestation_id > cast(:after as uuid))
    order by a.attestation_id limit :limit
    """,
    AttestationRecord,
)


async def add_attestation(session: Transaction, district_id: UUID, new: AttestationRecord) -> None:
    await _ADD.run(
        session,
        district_id=district_id,
        attestation_id=new.attestation_id,
        coach_id=new.coach_id,
        kind=new.kind,
        band=new.band,
        valid_from=new.valid_from,
        valid_until=new.valid_until,
        reference=new.reference,
        attested_at=new.attested_at,
        attested_by=new.attested_by,
    )


async def add_revocation(session: Transaction, district_id: UUID, revoked: AttestationRecord) -> bool:
    """Returns whether it was revoked: nothing is revoked twice."""
    added = await _REVOKE.get(
        session,
        district_id=district_id,
        attestation_id=revoked.attestation_id,
        revoked_on=revoked.revoked_on,
        reference=revoked.revocation_reference,
        now=revoked.revoked_at,
        by=revoked.revoked_by,
    )
    return added is True


async def find_attestation(session: Transaction, coach_id: UUID, attestation_id: UUID) -> AttestationRecord | None:
    return await _FIND.first(session, coach_id=coach_id, attestation_id=attestation_id)


async def page_of_attestations(
    session: Transaction, coach_id: UUID, after: UUID | None, limit: int
) -> list[AttestationRecord]:
    return await _PAGE.all(session, coach_id=coach_id, after=after, limit=limit)


async def find_attestations(session: Transaction, ids: Collection[UUID]) -> dict[UUID, list[Attestation]]:
    """Returns what is attested of each of these coaches, revoked or not."""
    found: dict[UUID, list[Attestation]] = {one: [] for one in ids}
    for row in await _OF_COACHES.all(session, ids=list(ids)):
        found[row.coach_id].append(row.rule)
    return found
