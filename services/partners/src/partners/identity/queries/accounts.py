"""Accounts and the browsers that are signed in, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from partners.identity import models
from shared.db.query import columns

_ADD = text("""
insert into account (account_id, district_id, user_name, role, person_id, password_hash, must_change)
values (:account_id, :district_id, :user_name, :role, :person_id, :password_hash, :must_change)
on conflict (user_name) do nothing
""")
_ACCOUNT = text(f"select {columns(models.Account)} from account where account_id = :account_id")  # noqa: S608
_LOCK = text(f"select {columns(models.Account)} from account where account_id = :account_id for update")  # noqa: S608
_BY_NAME = text(f"select {columns(models.Account)} from account where user_name = :user_name")  # noqa: S608
_LIST = text(f"""
select {columns(models.Account)} from account where cast(:after as uuid) is null or account_id > cast(:after as uuid)
order by account_id limit :limit
""")  # noqa: S608
_CHANGE = text(f"""
update account set role = :role, person_id = :person_id, active = :active, version = version + 1
where account_id = :account_id returning {columns(models.Account)}
""")  # noqa: S608
_SET_PASSWORD = text(f"""
update account set password_hash = :password_hash, must_change = :must_change, version = version + 1
where account_id = :account_id returning {columns(models.Account)}
""")  # noqa: S608
_REHASH = text("update account set password_hash = :password_hash where account_id = :account_id")
_HAS_OPERATOR = text("select exists (select from account where role = 'operator')")

_ADD_SIGN_IN = text("""
insert into sign_in (digest, account_id, district_id, expires_at)
values (:digest, :account_id, :district_id, :expires_at)
""")
_SIGNED_IN = text(f"""
select {columns(models.Account, "a")} from sign_in s join account a on a.account_id = s.account_id
where s.digest = :digest and s.expires_at > :now and a.active
""")  # noqa: S608
_END_SIGN_IN = text("delete from sign_in where digest = :digest")
_END_SIGN_INS = text("delete from sign_in where account_id = :account_id")
_KNOW_DEVICE = text("""
insert into known_device (account_id, digest, district_id, seen_at) values (:account_id, :digest, :district_id, :now)
on conflict (account_id, digest) do update set seen_at = excluded.seen_at
""")
_IS_KNOWN_DEVICE = text("""
select exists (select from known_device k join account a on a.account_id = k.account_id
  where k.digest = :digest and a.user_name = :user_name)
""")
_FORGET_DEVICES_OF = text("delete from known_device where account_id = :account_id")
_FORGET_DEVICES = text("delete from known_device where seen_at < :before")
_FORGET_SIGN_INS = text("delete from sign_in where expires_at < :before")


async def add(
    session: AsyncSession,
    account_id: UUID,
    district_id: UUID,
    user_name: str,
    role: str,
    person_id: UUID | None,
    password_hash: str,
    *,
    must_change: bool,
) -> Row[Any] | None:
    """The account, or none when the name is taken (in whichever district)."""
    parameters = {
        "account_id": account_id,
        "district_id": district_id,
        "user_name": user_name,
        "role": role,
        "person_id": person_id,
        "password_hash": password_hash,
        "must_change": must_change,
    }
    await session.execute(_ADD, parameters)
    return await account(session, account_id)


async def account(session: AsyncSession, account_id: UUID, *, lock: bool = False) -> Row[Any] | None:
    return (await session.execute(_LOCK if lock else _ACCOUNT, {"account_id": account_id})).one_or_none()


async def by_name(session: AsyncSession, user_name: str) -> Row[Any] | None:
    return (await session.execute(_BY_NAME, {"user_name": user_name})).one_or_none()


async def page(session: AsyncSession, after: UUID | None, limit: int) -> Sequence[Row[Any]]:
    return (await session.execute(_LIST, {"after": after, "limit": limit})).all()


async def change(session: AsyncSession, account_id: UUID, role: str, person_id: UUID | None, active: bool) -> Row[Any]:
    parameters = {"account_id": account_id, "role": role, "person_id": person_id, "active": active}
    return (await session.execute(_CHANGE, parameters)).one()


async def set_password(session: AsyncSession, account_id: UUID, password_hash: str, *, must_change: bool) -> Row[Any]:
    parameters = {"account_id": account_id, "password_hash": password_hash, "must_change": must_change}
    return (await session.execute(_SET_PASSWORD, parameters)).one()


async def rehash(session: AsyncSession, account_id: UUID, password_hash: str) -> None:
    await session.execute(_REHASH, {"account_id": account_id, "password_hash": password_hash})


async def has_operator(session: AsyncSession) -> bool:
    return bool(await session.scalar(_HAS_OPERATOR))


async def add_sign_in(
    session: AsyncSession, digest: bytes, account_id: UUID, district_id: UUID, expires_at: datetime
) -> None:
    parameters = {"digest": digest, "account_id": account_id, "district_id": district_id, "expires_at": expires_at}
    await session.execute(_ADD_SIGN_IN, parameters)


async def signed_in(session: AsyncSession, digest: bytes, now: datetime) -> Row[Any] | None:
    """The active account behind a refresh cookie."""
    return (await session.execute(_SIGNED_IN, {"digest": digest, "now": now})).one_or_none()


async def end_sign_in(session: AsyncSession, digest: bytes) -> None:
    await session.execute(_END_SIGN_IN, {"digest": digest})


async def end_sign_ins(session: AsyncSession, account_id: UUID) -> None:
    """Sign the account out everywhere; every browser is a stranger to it again."""
    await session.execute(_END_SIGN_INS, {"account_id": account_id})
    await session.execute(_FORGET_DEVICES_OF, {"account_id": account_id})


async def know_device(session: AsyncSession, account_id: UUID, district_id: UUID, digest: bytes, now: datetime) -> None:
    """This browser has signed in to the account."""
    parameters = {"account_id": account_id, "district_id": district_id, "digest": digest, "now": now}
    await session.execute(_KNOW_DEVICE, parameters)


async def is_known_device(session: AsyncSession, user_name: str, digest: bytes) -> bool:
    """Whether this browser has signed in to the account before; no account is known by none."""
    return bool(await session.scalar(_IS_KNOWN_DEVICE, {"user_name": user_name, "digest": digest}))


async def forget_devices(session: AsyncSession, before: datetime) -> None:
    """Those that have not been seen since."""
    await session.execute(_FORGET_DEVICES, {"before": before})


async def forget_sign_ins(session: AsyncSession, before: datetime) -> None:
    await session.execute(_FORGET_SIGN_INS, {"before": before})
