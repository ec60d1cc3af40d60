"""Accounts and the browsers that are signed in, in SQL."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.identity import models
from shared.db.query import Command, Query, Scalar, columns


class AccountRecord(NamedTuple):
    """A person who signs in."""

    account_id: UUID
    district_id: UUID
    user_name: str
    role: str
    person_id: UUID | None
    password_hash: str
    must_change: bool
    active: bool
    version: int
    created_at: datetime


_COLUMNS = columns(models.Account)
_ADD = Query(
    f"""
    insert into account (account_id, district_id, user_name, role, person_id, password_hash, must_change)
    values (:account_id, :district_id, :user_name, :role, :person_id, :password_hash, :must_change)
    on conflict (user_name) do nothing returning {_COLUMNS}
    """,  # noqa: S608
    AccountRecord,
)
_ACCOUNT = Query(f"select {_COLUMNS} from account where account_id = :account_id", AccountRecord)  # noqa: S608
_LOCK = Query(f"select {_COLUMNS} from account where account_id = :account_id for update", AccountRecord)  # noqa: S608
_BY_NAME = Query(f"select {_COLUMNS} from account where user_name = :user_name", AccountRecord)  # noqa: S608
_LIST = Query(
    f"""
    select {_COLUMNS} from account where cast(:after as uuid) is null or account_id > cast(:after as uuid)
    order by account_id limit :limit
    """,  # noqa: S608
    AccountRecord,
)
_CHANGE = Query(
    f"""
    update account set role = :role, person_id = :person_id, active = :active, version = version + 1
    where account_id = :account_id returning {_COLUMNS}
    """,  # noqa: S608
    AccountRecord,
)
_SET_PASSWORD = Query(
    f"""
    update account set password_hash = :password_hash, must_change = :must_change, version = version + 1
    where account_id = :account_id returning {_COLUMNS}
    """,  # noqa: S608
    AccountRecord,
)
_SET_PASSWORD_HASH = Command("update account set password_hash = :password_hash where account_id = :account_id")
_HAS_OPERATOR = Scalar("select exists (select from account where role = 'operator')", bool)

_ADD_SIGN_IN = Command("""
insert into sign_in (digest, account_id, district_id, expires_at)
values (:digest, :account_id, :district_id, :expires_at)
""")
_SIGNED_IN = Query(
    f"""
    select {columns(models.Account, "a")} from sign_in s join account a on a.account_id = s.account_id
    where s.digest = :digest and s.expires_at > :now and a.active
    """,  # noqa: S608
    AccountRecord,
)
_END_SIGN_IN = Command("delete from sign_in where digest = :digest")
_END_SIGN_INS = Command("delete from sign_in where account_id = :account_id")
_DELETE_EXPIRED_SIGN_INS = Command("delete from sign_in where expires_at < :before")
_REMEMBER_DEVICE = Command("""
insert into known_device (account_id, digest, district_id, seen_at) values (:account_id, :digest, :district_id, :now)
on conflict (account_id, digest) do update set seen_at = excluded.seen_at
""")
_IS_KNOWN_DEVICE = Scalar(
    """
    select exists (select from known_device k join account a on a.account_id = k.account_id
      where k.digest = :digest and a.user_name = :user_name)
    """,
    bool,
)
_FORGET_DEVICES_OF = Command("delete from known_device where account_id = :account_id")
_FORGET_DEVICES_NOT_SEEN = Command("delete from known_device where seen_at < :since")


async def add_account(
    session: AsyncSession,
    account_id: UUID,
    district_id: UUID,
    user_name: str,
    role: str,
    person_id: UUID | None,
    password_hash: str,
    *,
    must_change: bool,
) -> AccountRecord | None:
    """Adds an account; returns None when the name is taken, in whichever district."""
    return await _ADD.first(
        session,
        account_id=account_id,
        district_id=district_id,
        user_name=user_name,
        role=role,
        person_id=person_id,
        password_hash=password_hash,
        must_change=must_change,
    )


async def find_account(session: AsyncSession, account_id: UUID, *, lock: bool = False) -> AccountRecord | None:
    return await (_LOCK if lock else _ACCOUNT).first(session, account_id=account_id)


async def find_account_by_name(session: AsyncSession, user_name: str) -> AccountRecord | None:
    return await _BY_NAME.first(session, user_name=user_name)


async def find_accounts(session: AsyncSession, after: UUID | None, limit: int) -> list[AccountRecord]:
    return await _LIST.all(session, after=after, limit=limit)


async def change_account(
    session: AsyncSession, account_id: UUID, role: str, person_id: UUID | None, *, active: bool
) -> AccountRecord:
    return await _CHANGE.one(session, account_id=account_id, role=role, person_id=person_id, active=active)


async def set_password(
    session: AsyncSession, account_id: UUID, password_hash: str, *, must_change: bool
) -> AccountRecord:
    return await _SET_PASSWORD.one(session, account_id=account_id, password_hash=password_hash, must_change=must_change)


async def set_password_hash(session: AsyncSession, account_id: UUID, password_hash: str) -> None:
    """Stores the same password's new hash: nothing that anybody has read changes."""
    await _SET_PASSWORD_HASH.run(session, account_id=account_id, password_hash=password_hash)


async def has_operator(session: AsyncSession) -> bool:
    return await _HAS_OPERATOR.one(session)


async def add_sign_in(
    session: AsyncSession, digest: bytes, account_id: UUID, district_id: UUID, expires_at: datetime
) -> None:
    await _ADD_SIGN_IN.run(
        session, digest=digest, account_id=account_id, district_id=district_id, expires_at=expires_at
    )


async def find_signed_in_account(session: AsyncSession, digest: bytes, now: datetime) -> AccountRecord | None:
    """Returns the active account behind a refresh cookie."""
    return await _SIGNED_IN.first(session, digest=digest, now=now)


async def end_sign_in(session: AsyncSession, digest: bytes) -> None:
    await _END_SIGN_IN.run(session, digest=digest)


async def end_sign_ins(session: AsyncSession, account_id: UUID) -> None:
    """Signs the account out everywhere; no browser is known to it any more."""
    await _END_SIGN_INS.run(session, account_id=account_id)
    await _FORGET_DEVICES_OF.run(session, account_id=account_id)


async def delete_expired_sign_ins(session: AsyncSession, before: datetime) -> None:
    await _DELETE_EXPIRED_SIGN_INS.run(session, before=before)


async def remember_device(
    session: AsyncSession, account_id: UUID, district_id: UUID, digest: bytes, now: datetime
) -> None:
    """Notes that this browser has signed in to the account."""
    await _REMEMBER_DEVICE.run(session, account_id=account_id, district_id=district_id, digest=digest, now=now)


async def is_known_device(session: AsyncSession, user_name: str, digest: bytes) -> bool:
    """Returns whether this browser has signed in to the account before; False where there is no such account."""
    return await _IS_KNOWN_DEVICE.one(session, user_name=user_name, digest=digest)


async def forget_devices(session: AsyncSession, since: datetime) -> None:
    """Forgets the browsers that have not been seen since."""
    await _FORGET_DEVICES_NOT_SEEN.run(session, since=since)
