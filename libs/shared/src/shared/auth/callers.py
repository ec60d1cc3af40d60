"""Who calls, for which district, and what they may do.

Systems carry an access token (`at+jwt`, Ed25519); people carry the same token in a session cookie. Its district claim
alone sets the tenant; its scopes say what is allowed (`shared.auth.claims` reads it). What a route demands is in
`shared.auth.dependencies`.
"""

import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import structlog
from joserfc import jws, jwt
from joserfc.errors import JoseError

from shared.auth.claims import AccessClaims, Role
from shared.auth.jwks import JwksCache
from shared.errors import NotSignedIn
from shared.settings import AuthSettings

log = structlog.get_logger(__name__)

ALGORITHMS = ["Ed25519"]  # EdDSA under its fully specified name, RFC 9864
_CACHED_TOKENS = 4096


@dataclass(frozen=True, slots=True)
class Caller:
    """A verified caller. `subject` is the client or account; `person_id` the person in rostering, for people."""

    district_id: UUID
    subject: str
    role: Role
    scopes: frozenset[str]
    expires_at: float
    person_id: UUID | None = None
    by_cookie: bool = False

    @property
    def is_person(self) -> bool:
        return self.role != "system"


@dataclass
class Authenticator:
    """Turns a token into a caller. Verified tokens are remembered until they expire or the keys change."""

    settings: AuthSettings
    jwks: JwksCache
    _known: OrderedDict[bytes, Caller] = field(default_factory=OrderedDict)
    _generation: int = -1

    async def caller_of(self, token: str, *, by_cookie: bool = False) -> Caller:
        if self._generation != self.jwks.generation:
            self._known.clear()
            self._generation = self.jwks.generation
        digest = hashlib.sha256(token.encode() + (b"c" if by_cookie else b"b")).digest()
        known = self._known.get(digest)
        if known is None:
            known = await self._verify(token, by_cookie=by_cookie)
            self._known[digest] = known
            while len(self._known) > _CACHED_TOKENS:
                self._known.popitem(last=False)
        if known.expires_at + self.settings.leeway_seconds < time.time():
            self._known.pop(digest, None)
            raise NotSignedIn("The access token has expired. Ask for a new one.")
        return known

    async def _verify(self, token: str, *, by_cookie: bool) -> Caller:
        try:
            header = _header(token)
            keys = await self.jwks.keys(str(header.get("kid", "")))
            decoded = jwt.decode(token, keys, algorithms=ALGORITHMS)
            if decoded.header.get("typ") != "at+jwt":
                raise ValueError("not an access token")
            claims = AccessClaims.model_validate(decoded.claims)
            claims.require(self.settings, time.time())
        except (JoseError, ValueError, KeyError, TypeError, RecursionError) as error:  # pydantic's is a ValueError
            raise NotSignedIn("The access token is not valid here.") from error
        return Caller(
            district_id=claims.district_id,
            subject=claims.sub,
            role=claims.role,
            scopes=frozenset(claims.scope.split()),
            expires_at=claims.exp,
            person_id=claims.person_id,
            by_cookie=by_cookie,
        )


def _header(token: str) -> dict[str, Any]:
    return dict(jws.extract_compact(token.encode()).headers())
