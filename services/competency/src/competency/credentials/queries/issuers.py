"""Reads and writes districts as issuers of credentials: their names and their keys."""

import json
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from competency.credentials.rules.vocabulary import AnyJson
from shared.db.query import Command, Query, Scalar, Transaction

Purpose = Literal["envelope", "proof"]
"""What a key is for: it signs credentials, or it proves the badges in a record."""


class IssuerKeyRecord(NamedTuple):
    """A key of the district's; `public` is a JWK, `sealed` is None once its private half is forgotten."""

    district_id: UUID
    key_id: str
    purpose: Purpose
    public: AnyJson
    sealed: bytes | None
    signs_from: datetime
    created_at: datetime
    withdrawn_at: datetime | None


_COLUMNS = "district_id, key_id, purpose, public, sealed, signs_from, created_at, withdrawn_at"
_SELECT = f"select {_COLUMNS} from issuer_key"  # noqa: S608
_NAME = Scalar("select name from district where district_id = :district_id", str)
_SAVE_NAME = Command("""
insert into district (district_id, name) values (:district_id, :name)
on conflict (district_id) do update set name = excluded.name
""")
_LOCK_BY_NAME = Command("select pg_advisory_xact_lock(hashtextextended(:name, 8))")
_ADD = Query(
    f"""
insert into issuer_key (district_id, key_id, purpose, public, sealed, signs_from, created_by)
values (:district_id, :key_id, :purpose, cast(:public as jsonb), :sealed, :signs_from, :created_by)
returning {_COLUMNS}
""",  # noqa: S608
    IssuerKeyRecord,
)
_ALL = Query(f"{_SELECT} order by signs_from, key_id", IssuerKeyRecord)
_LOCK = Query(f"{_SELECT} where key_id = :key_id for update", IssuerKeyRecord)
# One that is published and does not sign yet stands in where all before it were withdrawn.
_SIGNING = Query(
    f"""{_SELECT}
where purpose = :purpose and withdrawn_at is null and sealed is not null
order by signs_from <= statement_timestamp() desc, signs_from desc, key_id limit 1
""",
    IssuerKeyRecord,
)
_FORGET_PRIVATE = Command("""
update issuer_key set sealed = null where purpose = :purpose and sealed is not null and signs_from < :before
""")
_WITHDRAW = Query(
    f"""
update issuer_key set withdrawn_at = statement_timestamp(), sealed = null where key_id = :key_id
returning {_COLUMNS}
""",  # noqa: S608
    IssuerKeyRecord,
)


async def find_district_name(session: Transaction, district_id: UUID) -> str | None:
    """Returns the district's name; None until partners has told it."""
    return await _NAME.get(session, district_id=district_id)


async def save_district_name(session: Transaction, district_id: UUID, name: str) -> None:
    await _SAVE_NAME.run(session, district_id=district_id, name=name)


async def lock_by_name(session: Transaction, name: str) -> None:
    """Waits until every transaction that holds the lock of this name has ended, and holds it until this one does."""
    await _LOCK_BY_NAME.run(session, name=name)


async def add_key(
    session: Transaction,
    district_id: UUID,
    key_id: str,
    *,
    purpose: Purpose,
    public: AnyJson,
    sealed: bytes,
    signs_from: datetime,
    created_by: str | None,
) -> IssuerKeyRecord:
    return await _ADD.one(
        session,
        district_id=district_id,
        key_id=key_id,
        purpose=purpose,
        public=json.dumps(dict(public)),
        sealed=sealed,
        signs_from=signs_from,
        created_by=created_by,
    )


async def issuer_keys(session: Transaction) -> list[IssuerKeyRecord]:
    """Returns all keys of the transaction's district, withdrawn ones too, in the order in which they sign."""
    return await _ALL.all(session)


async def lock_key(session: Transaction, key_id: str) -> IssuerKeyRecord | None:
    return await _LOCK.first(session, key_id=key_id)


async def find_signing_key(session: Transaction, purpose: Purpose) -> IssuerKeyRecord | None:
    """Returns the key for this purpose that signs now; None where the district has none."""
    return await _SIGNING.first(session, purpose=purpose)


async def forget_private_keys(session: Transaction, purpose: Purpose, before: datetime) -> None:
    """Deletes the private halves of keys that began to sign before that: nothing is signed by them any more."""
    await _FORGET_PRIVATE.run(session, purpose=purpose, before=before)


async def withdraw_key(session: Transaction, key_id: str) -> IssuerKeyRecord:
    """Withdraws the key and deletes its private half; returns it as it is then."""
    return await _WITHDRAW.one(session, key_id=key_id)
