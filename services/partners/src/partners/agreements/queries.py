"""Agreements in SQL. Their days are those of the discloser's calendar."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Literal, NamedTuple, TypedDict
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.agreements import models
from partners.agreements.rules import AgreementState, Terms, document_hash
from shared.db.query import Command, Query, columns
from shared.roster.calendars import zone_of
from shared.values.calendar import day_in

Side = Literal["discloser", "recipient"]


class AgreementRecord(NamedTuple):
    """An agreement as it is stored, with the zone of its discloser's calendar."""

    agreement_id: UUID
    discloser_id: UUID
    recipient_id: UUID
    purpose: str
    basis: str
    elements: list[str]
    granularity: str
    starts_on: date
    expires_on: date
    destroy_by: date
    state: str
    document_hash: str
    discloser_signed_at: datetime | None
    discloser_signed_by: str | None
    recipient_signed_at: datetime | None
    recipient_signed_by: str | None
    version: int
    created_at: datetime
    time_zone: str


_COLUMNS = f"{columns(models.Agreement, 'agreement')}, {zone_of('agreement.discloser_id')} as time_zone"
_SELECT = f"select {_COLUMNS} from agreement"  # noqa: S608
_TODAY = day_in("cast(:now as timestamptz)", zone_of("agreement.discloser_id"))
_ADD = Query(
    f"""
    insert into agreement (agreement_id, discloser_id, recipient_id, purpose, basis, elements, granularity, starts_on,
      expires_on, destroy_by, state, document_hash)
    values (:agreement_id, :discloser_id, :recipient_id, :purpose, :basis, :elements, :granularity, :starts_on,
      :expires_on, :destroy_by, :state, :document_hash)
    returning {_COLUMNS}
    """,  # noqa: S608
    AgreementRecord,
)
_AGREEMENT = Query(f"{_SELECT} where agreement_id = :agreement_id", AgreementRecord)
_LOCK = Query(f"{_SELECT} where agreement_id = :agreement_id for update", AgreementRecord)
_LIST = Query(
    f"""
    {_SELECT}
    where (cast(:after as uuid) is null or agreement_id > cast(:after as uuid))
      and (cast(:state as text) is null or state = cast(:state as text))
    order by agreement_id limit :limit
    """,
    AgreementRecord,
)
_CHANGE_TERMS = Query(
    f"""
    update agreement set purpose = :purpose, basis = :basis, elements = :elements, granularity = :granularity,
      starts_on = :starts_on, expires_on = :expires_on, destroy_by = :destroy_by, document_hash = :document_hash,
      discloser_signed_at = null, discloser_signed_by = null, recipient_signed_at = null, recipient_signed_by = null,
      version = version + 1
    where agreement_id = :agreement_id returning {_COLUMNS}
    """,  # noqa: S608
    AgreementRecord,
)
_SIGN: dict[Side, Command] = {
    "discloser": Command("""
    update agreement set discloser_signed_at = now(), discloser_signed_by = :by, version = version + 1
    where agreement_id = :agreement_id and discloser_signed_at is null
    """),
    "recipient": Command("""
    update agreement set recipient_signed_at = now(), recipient_signed_by = :by, version = version + 1
    where agreement_id = :agreement_id and recipient_signed_at is null
    """),
}
_SET_STATE = Query(
    f"""
    update agreement set state = :state, version = version + 1
    where agreement_id = :agreement_id returning {_COLUMNS}
    """,  # noqa: S608
    AgreementRecord,
)
_DUE = Query(
    f"""
    {_SELECT}
    where (state in ('draft', 'active') and expires_on < {_TODAY})
       or (state = 'draft' and discloser_signed_at is not null and recipient_signed_at is not null
           and starts_on <= {_TODAY})
    order by agreement_id limit :limit for update skip locked
    """,
    AgreementRecord,
)
# Shared locks: an agreement that ends waits for what is being disclosed under it, and nothing is disclosed after.
_OF_DISCLOSER = Query(f"{_SELECT} where discloser_id = :discloser_id order by agreement_id for share", AgreementRecord)
_OF_PARTY = Query(
    f"{_SELECT} where discloser_id = :district_id or recipient_id = :district_id order by agreement_id for share",
    AgreementRecord,
)
_BY_IDS = Query(
    f"{_SELECT} where agreement_id = any(cast(:ids as uuid[])) order by agreement_id for share", AgreementRecord
)


async def add_agreement(
    session: AsyncSession, agreement_id: UUID, discloser_id: UUID, recipient_id: UUID, terms: Terms
) -> AgreementRecord:
    """Adds a draft."""
    return await _ADD.one(
        session,
        agreement_id=agreement_id,
        discloser_id=discloser_id,
        recipient_id=recipient_id,
        state=AgreementState.DRAFT,
        **_columns_of(terms),
    )


async def find_agreement(session: AsyncSession, agreement_id: UUID, *, lock: bool = False) -> AgreementRecord | None:
    return await (_LOCK if lock else _AGREEMENT).first(session, agreement_id=agreement_id)


async def find_agreements(
    session: AsyncSession, after: UUID | None, state: str | None, limit: int
) -> list[AgreementRecord]:
    return await _LIST.all(session, after=after, state=state, limit=limit)


async def set_terms(session: AsyncSession, agreement_id: UUID, terms: Terms) -> AgreementRecord:
    """Stores new terms; the signatures fall away."""
    return await _CHANGE_TERMS.one(session, agreement_id=agreement_id, **_columns_of(terms))


async def set_signature(session: AsyncSession, agreement_id: UUID, side: Side, by: str) -> None:
    """Stores a signature; a second one of the same side changes nothing."""
    await _SIGN[side].run(session, agreement_id=agreement_id, by=by)


async def set_state(session: AsyncSession, agreement_id: UUID, state: str) -> AgreementRecord:
    return await _SET_STATE.one(session, agreement_id=agreement_id, state=state)


async def find_due_agreements(session: AsyncSession, now: datetime, limit: int) -> list[AgreementRecord]:
    """Returns the agreements that the discloser's calendar activates or expires, locked."""
    return await _DUE.all(session, now=now, limit=limit)


async def find_agreements_of_discloser(session: AsyncSession, discloser_id: UUID) -> list[AgreementRecord]:
    """Returns all agreements under which this district discloses, whatever their state: the rules decide."""
    return await _OF_DISCLOSER.all(session, discloser_id=discloser_id)


async def find_agreements_of_party(session: AsyncSession, district_id: UUID) -> list[AgreementRecord]:
    """Returns all agreements of this district, either way and in whatever state; none changes until the commit."""
    return await _OF_PARTY.all(session, district_id=district_id)


async def find_agreements_by_ids(session: AsyncSession, ids: Collection[UUID]) -> list[AgreementRecord]:
    """Returns these agreements; none of them changes until the commit."""
    return await _BY_IDS.all(session, ids=list(ids))


class _TermColumns(TypedDict):
    purpose: str
    basis: str
    elements: list[str]
    granularity: str
    starts_on: date
    expires_on: date
    destroy_by: date
    document_hash: str


def _columns_of(terms: Terms) -> _TermColumns:
    return {
        "purpose": terms.purpose,
        "basis": terms.basis,
        "elements": sorted(terms.elements),
        "granularity": terms.granularity,
        "starts_on": terms.starts_on,
        "expires_on": terms.expires_on,
        "destroy_by": terms.destroy_by,
        "document_hash": document_hash(terms),
    }
