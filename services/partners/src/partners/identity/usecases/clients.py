"""A district's API clients. Nobody passes on what they do not have, nor reaches for it through another client."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from partners.identity.queries import identity
from partners.identity.rules.client_secrets import StoredSecret, TooManySecrets, digest, mint, require_room
from partners.identity.rules.scopes import beyond, unknown
from partners.identity.schemas import (
    Client,
    ClientChange,
    ClientWithSecrets,
    NewClient,
    NewClientAnswer,
    NewSecretAnswer,
    Secret,
)
from shared.auth.callers import Caller
from shared.errors import Conflict, NotAllowed, NotFound, invalid
from shared.http.editing import refuse_stale
from shared.values.ids import new_id

_ABSENT = "There is no such client."


async def add(session: AsyncSession, caller: Caller, new: NewClient) -> NewClientAnswer:
    """A new client with its first secret."""
    _require_grantable(new.scopes, caller)
    row = await identity.add_client(session, new_id(), caller.district_id, new.name, new.scopes)
    secret = mint()
    await identity.add_secret(session, new_id(), row.client_id, caller.district_id, digest(secret))
    return NewClientAnswer(**Client.model_validate(row).model_dump(), client_secret=secret)


async def get(session: AsyncSession, client_id: UUID) -> tuple[ClientWithSecrets, int]:
    """The client with its secrets, expired ones included until they are forgotten, and its version."""
    row = await _client(session, client_id)
    return await _with_secrets(session, row), row.version


async def edit(
    session: AsyncSession, caller: Caller, client_id: UUID, change: ClientChange, expected: str
) -> tuple[ClientWithSecrets, int]:
    """Scopes may be taken away by anybody who manages clients; added ones the caller must have."""
    row = await _client(session, client_id, lock=True)
    refuse_stale(expected, row.version)
    scopes = row.scopes if change.scopes is None else change.scopes
    _require_grantable(set(scopes) - set(row.scopes), caller)
    active = row.active if change.active is None else change.active
    if active and not row.active:
        _require_grantable(scopes, caller)
    row = await identity.change_client(session, client_id, change.name or row.name, scopes, active)
    return await _with_secrets(session, row), row.version


async def drop(session: AsyncSession, client_id: UUID, expected: str) -> None:
    """Its last tokens still hold for their quarter of an hour."""
    row = await _client(session, client_id, lock=True)
    refuse_stale(expected, row.version)
    await identity.drop_client(session, client_id)


async def add_secret(session: AsyncSession, caller: Caller, client_id: UUID) -> NewSecretAnswer:
    """Another secret, so that the client can change over.

    Raises:
        Conflict: two are in force already.
    """
    row = await _client(session, client_id, lock=True)
    _require_grantable(row.scopes, caller)
    stored = [StoredSecret(s.digest, s.expires_at) for s in await identity.secrets_of(session, client_id)]
    try:
        require_room(stored, datetime.now(UTC))
    except TooManySecrets:
        raise Conflict("The client has two secrets already. Expire one of them first.") from None
    secret = mint()
    added = await identity.add_secret(session, new_id(), client_id, caller.district_id, digest(secret))
    return NewSecretAnswer(**Secret.model_validate(added).model_dump(), client_secret=secret)


async def expire_secret(session: AsyncSession, client_id: UUID, secret_id: UUID, after: timedelta) -> Secret:
    """Let a secret be taken for so long and no longer. An expiry never moves back."""
    await _client(session, client_id, lock=True)
    row = await identity.expire_secret(session, client_id, secret_id, datetime.now(UTC) + after)
    if row is None:
        raise NotFound("There is no such secret.")
    return Secret.model_validate(row)


async def _client(session: AsyncSession, client_id: UUID, *, lock: bool = False) -> Row[Any]:
    row = await identity.client(session, client_id, lock=lock)
    if row is None:
        raise NotFound(_ABSENT)
    return row


async def _with_secrets(session: AsyncSession, row: Row[Any]) -> ClientWithSecrets:
    secrets = [Secret.model_validate(secret) for secret in await identity.secrets_of(session, row.client_id)]
    return ClientWithSecrets(**Client.model_validate(row).model_dump(), secrets=secrets)


def _require_grantable(scopes: Iterable[str], caller: Caller) -> None:
    scopes = list(scopes)
    if nonexistent := unknown(scopes):
        raise invalid("/scopes", f"There is no scope {', '.join(nonexistent)}.")
    if missing := beyond(scopes, caller.scopes):
        raise NotAllowed(f"Nobody can give what they do not have: {', '.join(missing)}.")
