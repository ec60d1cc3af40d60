"""A district's API clients. Nobody passes on what they do not have, nor reaches for it through another client."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.identity.queries.clients import (
    ClientRecord,
    SecretRecord,
    add_client,
    change_client,
    delete_client,
    find_client,
    find_secrets,
    insert_secret,
    set_expiry,
)
from partners.identity.rules.client_secrets import StoredSecret, TooManySecrets, digest, ensure_room, mint
from partners.identity.rules.scopes import beyond, unknown
from partners.identity.schemas import ClientChange, NewClient
from shared.auth.callers import Caller
from shared.errors import Conflict, NotAllowed, NotFound, invalid
from shared.http.editing import ensure_current
from shared.values.ids import new_id


class NewClientWithSecret(NamedTuple):
    """A client and its first secret, which is stored nowhere but as a digest."""

    client: ClientRecord
    client_secret: str


class NewSecret(NamedTuple):
    """A secret's record and the secret itself, which is stored nowhere but as a digest."""

    record: SecretRecord
    client_secret: str


class ClientAndSecrets(NamedTuple):
    """A client, and the records of its secrets, expired ones included until they are deleted."""

    client: ClientRecord
    secrets: list[SecretRecord]


async def add(session: AsyncSession, caller: Caller, new: NewClient) -> NewClientWithSecret:
    """Adds a client with its first secret."""
    _ensure_grantable(new.scopes, caller)
    client = await add_client(session, new_id(), caller.district_id, new.name, new.scopes)
    secret = mint()
    await insert_secret(session, new_id(), client.client_id, caller.district_id, digest(secret))
    return NewClientWithSecret(client, secret)


async def get(session: AsyncSession, client_id: UUID) -> ClientAndSecrets:
    """Returns a client of the session's district.

    Raises:
        NotFound: there is none.
    """
    return ClientAndSecrets(await _client(session, client_id), await find_secrets(session, client_id))


async def edit(
    session: AsyncSession, caller: Caller, client_id: UUID, change: ClientChange, expected: str
) -> ClientAndSecrets:
    """Changes a client. Anybody who manages clients may take scopes away; the caller must have those that are added."""
    client = await _client(session, client_id, lock=True)
    ensure_current(expected, client.version)
    scopes = client.scopes if change.scopes is None else change.scopes
    _ensure_grantable(set(scopes) - set(client.scopes), caller)
    active = client.active if change.active is None else change.active
    if active and not client.active:
        _ensure_grantable(scopes, caller)
    changed = await change_client(session, client_id, change.name or client.name, scopes, active=active)
    return ClientAndSecrets(changed, await find_secrets(session, client_id))


async def drop(session: AsyncSession, client_id: UUID, expected: str) -> None:
    """Deletes a client. Its last tokens still hold for their quarter of an hour."""
    client = await _client(session, client_id, lock=True)
    ensure_current(expected, client.version)
    await delete_client(session, client_id)


async def add_secret(session: AsyncSession, caller: Caller, client_id: UUID, now: datetime) -> NewSecret:
    """Adds another secret, so that the client can change over.

    Raises:
        Conflict: two are in force already.
    """
    client = await _client(session, client_id, lock=True)
    _ensure_grantable(client.scopes, caller)
    stored = [StoredSecret(one.digest, one.expires_at) for one in await find_secrets(session, client_id)]
    try:
        ensure_room(stored, now)
    except TooManySecrets:
        raise Conflict("The client has two secrets already. Expire one of them first.") from None
    secret = mint()
    return NewSecret(await insert_secret(session, new_id(), client_id, caller.district_id, digest(secret)), secret)


async def expire_secret(session: AsyncSession, client_id: UUID, secret_id: UUID, at: datetime) -> SecretRecord:
    """Lets a secret be taken until then and no longer. An expiry never moves back."""
    await _client(session, client_id, lock=True)
    secret = await set_expiry(session, client_id, secret_id, at)
    if secret is None:
        raise NotFound("There is no such secret.")
    return secret


async def _client(session: AsyncSession, client_id: UUID, *, lock: bool = False) -> ClientRecord:
    client = await find_client(session, client_id, lock=lock)
    if client is None:
        raise NotFound("There is no such client.")
    return client


def _ensure_grantable(scopes: Iterable[str], caller: Caller) -> None:
    scopes = list(scopes)
    if nonexistent := unknown(scopes):
        raise invalid("/scopes", f"There is no scope {', '.join(nonexistent)}.")
    if missing := beyond(scopes, caller.scopes):
        raise NotAllowed(f"Nobody can give what they do not have: {', '.join(missing)}.")
