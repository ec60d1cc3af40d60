"""API clients and their secrets, in SQL."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.identity import models
from shared.db.query import Command, Query, columns


class ClientRecord(NamedTuple):
    """A district's system that may ask for access tokens."""

    client_id: UUID
    district_id: UUID
    name: str
    scopes: list[str]
    active: bool
    version: int
    created_at: datetime


class SecretRecord(NamedTuple):
    """A client's secret, as a salted digest."""

    secret_id: UUID
    client_id: UUID
    district_id: UUID
    digest: str
    expires_at: datetime | None
    created_at: datetime


_COLUMNS = columns(models.Client)
_ADD = Query(
    f"""
    insert into client (client_id, district_id, name, scopes) values (:client_id, :district_id, :name, :scopes)
    returning {_COLUMNS}
    """,  # noqa: S608
    ClientRecord,
)
_CLIENT = Query(f"select {_COLUMNS} from client where client_id = :client_id", ClientRecord)  # noqa: S608
_LOCK = Query(f"select {_COLUMNS} from client where client_id = :client_id for update", ClientRecord)  # noqa: S608
_LIST = Query(
    f"""
    select {_COLUMNS} from client where cast(:after as uuid) is null or client_id > cast(:after as uuid)
    order by client_id limit :limit
    """,  # noqa: S608
    ClientRecord,
)
_CHANGE = Query(
    f"""
    update client set name = :name, scopes = :scopes, active = :active, version = version + 1
    where client_id = :client_id returning {_COLUMNS}
    """,  # noqa: S608
    ClientRecord,
)
_DELETE = Command("delete from client where client_id = :client_id")

_SECRET_COLUMNS = columns(models.ClientSecret)
_SECRETS = Query(
    f"select {_SECRET_COLUMNS} from client_secret where client_id = :client_id order by secret_id",  # noqa: S608
    SecretRecord,
)
_ADD_SECRET = Query(
    f"""
    insert into client_secret (secret_id, client_id, district_id, digest)
    values (:secret_id, :client_id, :district_id, :digest) returning {_SECRET_COLUMNS}
    """,  # noqa: S608
    SecretRecord,
)
_EXPIRE_SECRET = Query(
    f"""
    update client_secret set expires_at = least(expires_at, :expires_at)
    where client_id = :client_id and secret_id = :secret_id returning {_SECRET_COLUMNS}
    """,  # noqa: S608
    SecretRecord,
)
_DELETE_EXPIRED_SECRETS = Command("delete from client_secret where expires_at < :before")


async def add_client(
    session: AsyncSession, client_id: UUID, district_id: UUID, name: str, scopes: Iterable[str]
) -> ClientRecord:
    return await _ADD.one(session, client_id=client_id, district_id=district_id, name=name, scopes=sorted(set(scopes)))


async def find_client(session: AsyncSession, client_id: UUID, *, lock: bool = False) -> ClientRecord | None:
    return await (_LOCK if lock else _CLIENT).first(session, client_id=client_id)


async def find_clients(session: AsyncSession, after: UUID | None, limit: int) -> list[ClientRecord]:
    return await _LIST.all(session, after=after, limit=limit)


async def change_client(
    session: AsyncSession, client_id: UUID, name: str, scopes: Iterable[str], *, active: bool
) -> ClientRecord:
    return await _CHANGE.one(session, client_id=client_id, name=name, scopes=sorted(set(scopes)), active=active)


async def delete_client(session: AsyncSession, client_id: UUID) -> None:
    await _DELETE.run(session, client_id=client_id)


async def find_secrets(session: AsyncSession, client_id: UUID) -> list[SecretRecord]:
    """Returns the client's secrets, oldest first, expired ones included until they are deleted."""
    return await _SECRETS.all(session, client_id=client_id)


async def insert_secret(
    session: AsyncSession, secret_id: UUID, client_id: UUID, district_id: UUID, digest: str
) -> SecretRecord:
    return await _ADD_SECRET.one(
        session, secret_id=secret_id, client_id=client_id, district_id=district_id, digest=digest
    )


async def set_expiry(
    session: AsyncSession, client_id: UUID, secret_id: UUID, expires_at: datetime
) -> SecretRecord | None:
    """Sets the end of a secret, unless it ends earlier already; returns None when the client has no such secret."""
    return await _EXPIRE_SECRET.first(session, client_id=client_id, secret_id=secret_id, expires_at=expires_at)


async def delete_expired_secrets(session: AsyncSession, before: datetime) -> None:
    await _DELETE_EXPIRED_SECRETS.run(session, before=before)
