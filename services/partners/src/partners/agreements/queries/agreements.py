"""Agreements, in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from partners.agreements import models
from partners.agreements.queries.calendar import zone_of
from shared.db.query import Transaction, columns
from shared.db.statement import Statement
from shared.values.calendar import day_in

# Its days are those of the discloser's calendar.
_COLUMNS = f"{columns(models.Agreement, 'agreement')}, {zone_of('agreement.discloser_id')} as time_zone"
_SELECT = f"select {_COLUMNS} from agreement"  # noqa: S608
_TODAY = day_in("cast(:now as timestamptz)", zone_of("agreement.discloser_id"))
_ADD = text(f"""
insert into agreement (agreement_id, discloser_id, recipient_id, purpose, basis, elements, granularity, starts_on,
  expires_on, destroy_by, state, document_hash)
values (:agreement_id, :discloser_id, :recipient_id, :purpose, :basis, :elements, :granularity, :starts_on,
  :expires_on, :destroy_by, :state, :document_hash)
returning {_COLUMNS}
""")  # noqa: S608
_AGREEMENT = text(f"{_SELECT} where agreement_id = :agreement_id")
_LOCK = text(f"{_SELECT} where agreement_id = :agreement_id for update")
_LIST = text(f"""
{_SELECT}
where (cast(:after as uuid) is null or agreement_id > cast(:after as uuid))
  and (cast(:state as text) is null or state = cast(:state as text))
order by agreement_id limit :limit
""")
_AMEND = text(f"""
update agreement set purpose = :purpose, basis = :basis, elements = :elements, granularity = :granularity,
  starts_on = :starts_on, expires_on = :expires_on, destroy_by = :destroy_by, document_hash = :document_hash,
  discloser_signed_at = null, discloser_signed_by = null, recipient_signed_at = null, recipient_signed_by = null,
  version = version + 1
where agreement_id = :agreement_id returning {_COLUMNS}
""")  # noqa: S608
_SIGN = {
    side: text(f"""
    update agreement set {side}_signed_at = now(), {side}_signed_by = :by, version = version + 1
    where agreement_id = :agreement_id and {side}_signed_at is null
    """)  # noqa: S608 (two constants)
    for side in ("discloser", "recipient")
}
_SET_STATE = text(f"""
update agreement set state = :state, version = version + 1
where agreement_id = :agreement_id returning {_COLUMNS}
""")  # noqa: S608
_DUE = text(f"""
{_SELECT}
where (state in ('draft', 'active') and expires_on < {_TODAY})
   or (state = 'draft' and discloser_signed_at is not null and recipient_signed_at is not null
       and starts_on <= {_TODAY})
order by agreement_id limit :limit for update skip locked
""")
_NAMES = text("select district_id, name from district where district_id = any(cast(:ids as uuid[]))")
# Shared, so that an agreement that ends waits for what is being disclosed under it, and nothing is disclosed after.
_OF_DISCLOSER = Statement(f"{_SELECT} where discloser_id = :discloser_id order by agreement_id for share")
_OF_PARTY = text(f"""
{_SELECT} where discloser_id = :district_id or recipient_id = :district_id
order by agreement_id for share
""")
_BY_IDS = text(f"""
{_SELECT} where agreement_id = any(cast(:ids as uuid[])) order by agreement_id for share
""")


async def add(session: AsyncSession, row: Mapping[str, Any]) -> Row[Any]:
    return (await session.execute(_ADD, dict(row))).one()


async def agreement(session: AsyncSession, agreement_id: UUID, *, lock: bool = False) -> Row[Any] | None:
    return (await session.execute(_LOCK if lock else _AGREEMENT, {"agreement_id": agreement_id})).one_or_none()


async def page(session: AsyncSession, after: UUID | None, state: str | None, limit: int) -> Sequence[Row[Any]]:
    return (await session.execute(_LIST, {"after": after, "state": state, "limit": limit})).all()


async def amend(session: AsyncSession, row: Mapping[str, Any]) -> Row[Any]:
    """New terms; the signatures fall away."""
    return (await session.execute(_AMEND, dict(row))).one()


async def sign(session: AsyncSession, agreement_id: UUID, side: str, by: str) -> None:
    """Once is enough: a second signature of the same side changes nothing."""
    await session.execute(_SIGN[side], {"agreement_id": agreement_id, "by": by})


async def set_state(session: AsyncSession, agreement_id: UUID, state: str) -> Row[Any]:
    return (await session.execute(_SET_STATE, {"agreement_id": agreement_id, "state": state})).one()


async def due(session: AsyncSession, now: datetime, limit: int) -> Sequence[Row[Any]]:
    """Agreements that the discloser's calendar activates or expires."""
    return (await session.execute(_DUE, {"now": now, "limit": limit})).all()


async def names(session: AsyncSession, *district_ids: UUID) -> dict[UUID, str]:
    """The districts' names; of those that exist."""
    rows = await session.execute(_NAMES, {"ids": list(district_ids)})
    return {row.district_id: row.name for row in rows}


async def of_discloser(session: Transaction, discloser_id: UUID) -> Sequence[Any]:
    """All agreements under which this district tells anything, whatever their state: the rules decide."""
    return await _OF_DISCLOSER.all(session, {"discloser_id": discloser_id})


async def of_party(session: AsyncSession, district_id: UUID) -> Sequence[Row[Any]]:
    """All agreements of this district, either way and in whatever state; none of them changes until the commit."""
    return (await session.execute(_OF_PARTY, {"district_id": district_id})).all()


async def by_ids(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    return (await session.execute(_BY_IDS, {"ids": list(ids)})).all()
