"""Districts, clients, signing keys and failed attempts, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from partners.identity import models
from shared.db.query import columns

_ADD_DISTRICT = text("""
insert into district (district_id, name, minimum_group) values (:district_id, :name, :minimum_group)
on conflict (name) do nothing returning district_id
""")
_DISTRICT = text(f"select {columns(models.District)} from district where district_id = :district_id")  # noqa: S608
_DISTRICT_NAMED = text(f"select {columns(models.District)} from district where name = :name")  # noqa: S608
_LOCK_DISTRICT = text(f"select {columns(models.District)} from district where district_id = :district_id for update")  # noqa: S608
_DISTRICTS = text(f"""
select {columns(models.District)} from district where cast(:after as text) is null or name > cast(:after as text)
  order by name limit :limit
""")  # noqa: S608
_NAME_TAKEN = text("select true from district where name = :name and district_id <> :district_id")
_CHANGE_DISTRICT = text(f"""
update district set name = :name, minimum_group = :minimum_group, version = version + 1
where district_id = :district_id returning {columns(models.District)}
""")  # noqa: S608
_ADD_CLIENT = text(f"""
insert into client (client_id, district_id, name, scopes) values (:client_id, :district_id, :name, :scopes)
returning {columns(models.Client)}
""")  # noqa: S608
_CLIENT = text(f"select {columns(models.Client)} from client where client_id = :client_id")  # noqa: S608
_LOCK_CLIENT = text(f"select {columns(models.Client)} from client where client_id = :client_id for update")  # noqa: S608
_CLIENTS = text(f"""
select {columns(models.Client)} from client where cast(:after as uuid) is null or client_id > cast(:after as uuid)
order by client_id limit :limit
""")  # noqa: S608
_CHANGE_CLIENT = text(f"""
update client set name = :name, scopes = :scopes, active = :active, version = version + 1
where client_id = :client_id returning {columns(models.Client)}
""")  # noqa: S608
_DROP_CLIENT = text("delete from client where client_id = :client_id")
_SECRETS = text(f"""
select {columns(models.ClientSecret)} from client_secret where client_id = :client_id order by secret_id
""")  # noqa: S608
_ADD_SECRET = text(f"""
insert into client_secret (secret_id, client_id, district_id, digest)
values (:secret_id, :client_id, :district_id, :digest) returning {columns(models.ClientSecret)}
""")  # noqa: S608
_EXPIRE_SECRET = text(f"""
update client_secret set expires_at = least(expires_at, :expires_at)
where client_id = :client_id and secret_id = :secret_id returning {columns(models.ClientSecret)}
""")  # noqa: S608
_FORGET_SECRETS = text("delete from client_secret where expires_at < :before")

_ADD_KEY = text("""
insert into signing_key (key_id, public, sealed, signs_from)
values (:key_id, cast(:public as jsonb), :sealed, :signs_from)
""")
_PUBLISHED_KEYS = text("select public from signing_key order by signs_from desc, key_id")
_SIGNING_KEY = text("""
select key_id, sealed from signing_key where signs_from <= :now order by signs_from desc, key_id desc limit 1
""")
_NEWEST_KEY = text("select max(signs_from) from signing_key")
_RETIRE_KEYS = text("""
delete from signing_key k
where exists (select from signing_key s where s.signs_from > k.signs_from and s.signs_from < :before)
""")

_ATTEMPT = text("select failures, last_failure from attempt where subject = :subject")
_FAILED = text("""
insert into attempt as a (subject, failures, last_failure) values (:subject, 1, :now)
on conflict (subject) do update
set failures = case when a.last_failure < :forgotten then 1 else a.failures + 1 end, last_failure = :now
""")
_SUCCEEDED = text("delete from attempt where subject = :subject")
_TAKE_BACK = text("update attempt set failures = greatest(0, failures - :failures) where subject = :subject")
_FORGET_UNDER = text("delete from attempt where starts_with(subject, :prefix)")
_TRY_ALONE = text("select pg_try_advisory_xact_lock(hashtextextended(:subject, 0))")
_FORGET_ATTEMPTS = text("delete from attempt where last_failure < :before")


async def add_district(session: AsyncSession, district_id: UUID, name: str, minimum_group: int) -> bool:
    """False when the name is taken."""
    parameters = {"district_id": district_id, "name": name, "minimum_group": minimum_group}
    return await session.scalar(_ADD_DISTRICT, parameters) is not None


async def district(session: AsyncSession, district_id: UUID, *, lock: bool = False) -> Row[Any] | None:
    statement = _LOCK_DISTRICT if lock else _DISTRICT
    return (await session.execute(statement, {"district_id": district_id})).one_or_none()


async def district_named(session: AsyncSession, name: str) -> Row[Any] | None:
    return (await session.execute(_DISTRICT_NAMED, {"name": name})).one_or_none()


async def districts(session: AsyncSession, after: str | None, limit: int) -> Sequence[Row[Any]]:
    return (await session.execute(_DISTRICTS, {"after": after, "limit": limit})).all()


async def district_name_taken(session: AsyncSession, district_id: UUID, name: str) -> bool:
    return bool(await session.scalar(_NAME_TAKEN, {"district_id": district_id, "name": name}))


async def change_district(session: AsyncSession, district_id: UUID, name: str, minimum_group: int) -> Row[Any]:
    parameters = {"district_id": district_id, "name": name, "minimum_group": minimum_group}
    return (await session.execute(_CHANGE_DISTRICT, parameters)).one()


async def add_client(
    session: AsyncSession, client_id: UUID, district_id: UUID, name: str, scopes: Sequence[str]
) -> Row[Any]:
    parameters = {"client_id": client_id, "district_id": district_id, "name": name, "scopes": sorted(set(scopes))}
    return (await session.execute(_ADD_CLIENT, parameters)).one()


async def client(session: AsyncSession, client_id: UUID, *, lock: bool = False) -> Row[Any] | None:
    statement = _LOCK_CLIENT if lock else _CLIENT
    return (await session.execute(statement, {"client_id": client_id})).one_or_none()


async def clients(session: AsyncSession, after: UUID | None, limit: int) -> Sequence[Row[Any]]:
    return (await session.execute(_CLIENTS, {"after": after, "limit": limit})).all()


async def change_client(
    session: AsyncSession, client_id: UUID, name: str, scopes: Sequence[str], active: bool
) -> Row[Any]:
    parameters = {"client_id": client_id, "name": name, "scopes": sorted(set(scopes)), "active": active}
    return (await session.execute(_CHANGE_CLIENT, parameters)).one()


async def drop_client(session: AsyncSession, client_id: UUID) -> None:
    await session.execute(_DROP_CLIENT, {"client_id": client_id})


async def secrets_of(session: AsyncSession, client_id: UUID) -> Sequence[Row[Any]]:
    return (await session.execute(_SECRETS, {"client_id": client_id})).all()


async def add_secret(
    session: AsyncSession, secret_id: UUID, client_id: UUID, district_id: UUID, digest: str
) -> Row[Any]:
    parameters = {"secret_id": secret_id, "client_id": client_id, "district_id": district_id, "digest": digest}
    return (await session.execute(_ADD_SECRET, parameters)).one()


async def expire_secret(
    session: AsyncSession, client_id: UUID, secret_id: UUID, expires_at: datetime
) -> Row[Any] | None:
    parameters = {"client_id": client_id, "secret_id": secret_id, "expires_at": expires_at}
    return (await session.execute(_EXPIRE_SECRET, parameters)).one_or_none()


async def forget_secrets(session: AsyncSession, before: datetime) -> None:
    await session.execute(_FORGET_SECRETS, {"before": before})


async def add_key(session: AsyncSession, key_id: str, public: str, sealed: bytes, signs_from: datetime) -> None:
    parameters = {"key_id": key_id, "public": public, "sealed": sealed, "signs_from": signs_from}
    await session.execute(_ADD_KEY, parameters)


async def published_keys(session: AsyncSession) -> list[dict[str, Any]]:
    return list(await session.scalars(_PUBLISHED_KEYS))


async def signing_key(session: AsyncSession, now: datetime) -> Row[Any] | None:
    return (await session.execute(_SIGNING_KEY, {"now": now})).one_or_none()


async def newest_key(session: AsyncSession) -> datetime | None:
    """From when on the newest key signs; none when there is no key."""
    newest: datetime | None = await session.scalar(_NEWEST_KEY)
    return newest


async def retire_keys(session: AsyncSession, before: datetime) -> None:
    """Drop every key whose successor has signed since before that moment."""
    await session.execute(_RETIRE_KEYS, {"before": before})


async def attempt(session: AsyncSession, subject: str) -> Row[Any] | None:
    return (await session.execute(_ATTEMPT, {"subject": subject})).one_or_none()


async def note_failure(session: AsyncSession, subject: str, now: datetime, forgotten: datetime) -> None:
    """Count one more; failures from before `forgotten` count no longer."""
    await session.execute(_FAILED, {"subject": subject, "now": now, "forgotten": forgotten})


async def forget_failures(session: AsyncSession, subject: str) -> None:
    await session.execute(_SUCCEEDED, {"subject": subject})


async def take_back_failures(session: AsyncSession, subject: str, failures: int) -> None:
    await session.execute(_TAKE_BACK, {"subject": subject, "failures": failures})


async def forget_failures_under(session: AsyncSession, prefix: str) -> None:
    """Of every subject that begins so."""
    await session.execute(_FORGET_UNDER, {"prefix": prefix})


async def forget_attempts(session: AsyncSession, before: datetime) -> None:
    await session.execute(_FORGET_ATTEMPTS, {"before": before})


async def try_alone(session: AsyncSession, subject: str) -> bool:
    """Claim this subject until the transaction ends; False while another transaction has it."""
    return bool(await session.scalar(_TRY_ALONE, {"subject": subject}))
