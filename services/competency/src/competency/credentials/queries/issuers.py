"""Districts as issuers of credentials: their names, their keys, and their lists of what was revoked."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from competency.credentials.models import IssuerKey, StatusList
from shared.db.query import columns

Purpose = Literal["envelope", "proof"]
"""What a key is for: it signs credentials, or it proves the badges in a record."""


class IssuerKeyRow(NamedTuple):
    """A key of the district's; `sealed` is None once its private half is forgotten."""

    district_id: UUID
    key_id: str
    purpose: Purpose
    public: dict[str, Any]
    sealed: bytes | None
    signs_from: datetime
    created_at: datetime
    created_by: str | None
    withdrawn_at: datetime | None


_NAME = text("select name from district where district_id = :district_id")
_PUT_NAME = text("""
insert into district (district_id, name) values (:district_id, :name)
on conflict (district_id) do update set name = excluded.name
""")
_TAKE_TURNS = text("select pg_advisory_xact_lock(hashtextextended(:words, 8))")
_ADD_KEY = text(f"""
insert into issuer_key (district_id, key_id, purpose, public, sealed, signs_from, created_by)
values (:district_id, :key_id, :purpose, cast(:public as jsonb), :sealed, :signs_from, :created_by)
returning {columns(IssuerKey)}
""")  # noqa: S608
_KEYS = text(f"select {columns(IssuerKey)} from issuer_key order by signs_from, key_id")  # noqa: S608
_KEY = text(f"select {columns(IssuerKey)} from issuer_key where key_id = :key_id for update")  # noqa: S608
# One that is published and does not sign yet stands in where all before it were withdrawn.
_SIGNING_KEY = text(f"""
select {columns(IssuerKey)} from issuer_key
where purpose = :purpose and withdrawn_at is null and sealed is not null
order by signs_from <= statement_timestamp() desc, signs_from desc, key_id limit 1
""")  # noqa: S608
_SPEND_KEYS = text("""
update issuer_key set sealed = null where purpose = :purpose and sealed is not null and signs_from < :before
""")
_WITHDRAW_KEY = text(f"""
update issuer_key set withdrawn_at = statement_timestamp(), sealed = null where key_id = :key_id
returning {columns(IssuerKey)}
""")  # noqa: S608
_NEWEST_LIST = text("""
select list_id, number, secret, entered from status_list where purpose = :purpose
order by number desc limit 1 for update
""")
_LIST = text(f"select {columns(StatusList)} from status_list where list_id = :list_id")  # noqa: S608
_LOCK_LIST = text(f"select {columns(StatusList)} from status_list where list_id = :list_id for update")  # noqa: S608
_ADD_LIST = text("""
insert into status_list (district_id, list_id, purpose, number, secret, decoys, bits)
values (:district_id, :list_id, :purpose, :number, :secret, :decoys, :bits)
returning list_id, number, secret, entered
""")
_ENTER = text("update status_list set entered = entered + :count where list_id = :list_id")
_SET_BITS = text("""
update status_list set bits = :bits, decoys = :decoys where list_id = :list_id
""")


async def name_of(session: AsyncSession, district_id: UUID) -> str | None:
    name: str | None = await session.scalar(_NAME, {"district_id": district_id})
    return name


async def put_name(session: AsyncSession, district_id: UUID, name: str) -> None:
    await session.execute(_PUT_NAME, {"district_id": district_id, "name": name})


async def take_turns(session: AsyncSession, words: str) -> None:
    """Whoever says the same words waits until this transaction has ended."""
    await session.execute(_TAKE_TURNS, {"words": words})


async def add_key(
    session: AsyncSession,
    district_id: UUID,
    key_id: str,
    *,
    purpose: Purpose,
    public: Mapping[str, Any],
    sealed: bytes,
    signs_from: datetime,
    created_by: str | None,
) -> IssuerKeyRow:
    values: dict[str, Any] = {"district_id": district_id, "key_id": key_id, "purpose": purpose}
    values |= {"public": json.dumps(dict(public)), "sealed": sealed}
    values |= {"signs_from": signs_from, "created_by": created_by}
    return IssuerKeyRow(**(await session.execute(_ADD_KEY, values)).mappings().one())


async def keys(session: AsyncSession) -> list[IssuerKeyRow]:
    """All the district's keys, withdrawn ones too, in the order in which they sign."""
    return [IssuerKeyRow(**row) for row in (await session.execute(_KEYS)).mappings()]


async def lock_key(session: AsyncSession, key_id: str) -> IssuerKeyRow | None:
    """The key of the district's, held for this transaction."""
    row = (await session.execute(_KEY, {"key_id": key_id})).mappings().one_or_none()
    return None if row is None else IssuerKeyRow(**row)


async def signing_key(session: AsyncSession, purpose: Purpose) -> IssuerKeyRow | None:
    """The key for this purpose that signs now; None where the district has none."""
    row = (await session.execute(_SIGNING_KEY, {"purpose": purpose})).mappings().one_or_none()
    return None if row is None else IssuerKeyRow(**row)


async def spend_keys(session: AsyncSession, purpose: Purpose, before: datetime) -> None:
    """Forget the private halves of keys for it that began to sign before that: nothing is signed by them any more."""
    await session.execute(_SPEND_KEYS, {"purpose": purpose, "before": before})


async def withdraw_key(session: AsyncSession, key_id: str) -> IssuerKeyRow:
    """Withdraw the key and forget its private half; returns it as it is then."""
    return IssuerKeyRow(**(await session.execute(_WITHDRAW_KEY, {"key_id": key_id})).mappings().one())


async def newest_list(session: AsyncSession, purpose: str) -> Row[Any] | None:
    """The list that takes new credentials, held for this transaction."""
    return (await session.execute(_NEWEST_LIST, {"purpose": purpose})).one_or_none()


async def status_list(session: AsyncSession, list_id: UUID, *, lock: bool = False) -> Row[Any] | None:
    return (await session.execute(_LOCK_LIST if lock else _LIST, {"list_id": list_id})).one_or_none()


async def add_list(session: AsyncSession, district_id: UUID, list_id: UUID, **columns: Any) -> Row[Any]:
    return (await session.execute(_ADD_LIST, {"district_id": district_id, "list_id": list_id, **columns})).one()


async def enter(session: AsyncSession, list_id: UUID, count: int) -> None:
    await session.execute(_ENTER, {"list_id": list_id, "count": count})


async def set_bits(session: AsyncSession, list_id: UUID, bits: bytes, decoys: int) -> None:
    await session.execute(_SET_BITS, {"list_id": list_id, "bits": bits, "decoys": decoys})
