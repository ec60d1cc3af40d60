"""Access tokens for systems (OAuth 2 client credentials), and the signing that people's tokens share."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from joserfc import jwt
from sqlalchemy.ext.asyncio import AsyncSession

from partners.identity.queries.clients import find_client, find_secrets
from partners.identity.rules.client_secrets import StoredSecret, is_secret
from partners.identity.rules.guessing import of_client
from partners.identity.rules.tokens import LIFETIME, Grant, claims, scope_text
from partners.identity.usecases import attempts, keys
from shared.values.ids import new_id


@dataclass(frozen=True)
class Issuer:
    """In whose name tokens are made, and what opens the signing key."""

    issuer: str
    audience: str
    key_secret: str


@dataclass(frozen=True)
class IssuedToken:
    """An access token, how long it is taken, and what it allows."""

    access_token: str
    lifetime: timedelta
    scopes: frozenset[str]


class TokenRefused(Exception):
    """RFC 6749, 5.2: the error's code, what to tell the client, and how long to wait where it came too often."""

    def __init__(self, code: str, description: str, *, wait: timedelta = timedelta(0)) -> None:
        super().__init__(description)
        self.code, self.description, self.wait = code, description, wait


async def issue(session: AsyncSession, issuer: Issuer, grant: Grant, now: datetime) -> str:
    """Returns a signed access token."""
    key = await keys.signing_key(session, issuer.key_secret, now)
    header = {"alg": keys.ALGORITHM, "kid": key.kid, "typ": "at+jwt"}
    content = claims(grant, issuer=issuer.issuer, audience=issuer.audience, token_id=new_id(), now=now)
    return jwt.encode(header, content, key, algorithms=[keys.ALGORITHM])


async def token_for_client(
    session: AsyncSession, issuer: Issuer, client_id: str, secret: str, scope: str | None, now: datetime
) -> IssuedToken:
    """Returns a token for a client that proves itself by its secret.

    A wrong secret is counted in this session: commit it although a `TokenRefused` is raised. The right one is taken
    however often others guessed: 256 random bits are not guessed, and nobody may shut a client out.
    """
    grant = await _authenticated(session, client_id, secret, now)
    asked = frozenset((scope or "").split())
    if not asked <= grant.scopes:
        raise TokenRefused("invalid_scope", f"not allowed to this client: {scope_text(asked - grant.scopes)}")
    granted = Grant(grant.subject, grant.district_id, asked or grant.scopes)
    return IssuedToken(await issue(session, issuer, granted, now), LIFETIME, granted.scopes)


async def _authenticated(session: AsyncSession, client_id: str, secret: str, now: datetime) -> Grant:
    refused = TokenRefused("invalid_client", "The client is unknown, or its secret is not right.")
    try:
        client = await find_client(session, UUID(client_id))
    except ValueError:
        raise refused from None
    if client is None:
        raise refused
    stored = [StoredSecret(one.digest, one.expires_at) for one in await find_secrets(session, client.client_id)]
    if client.active and is_secret(secret, stored, now):
        await attempts.record_success(session, of_client(client.client_id))
        return Grant(str(client.client_id), client.district_id, frozenset(client.scopes))
    counts = of_client(client.client_id)
    wait = await attempts.wait(session, counts, now)
    if wait:
        raise TokenRefused("slow_down", "Too many wrong secrets. Wait before you try again.", wait=wait)
    await attempts.record_failure(session, counts, now)
    raise refused
