"""Who calls, for which district, and what they may do.

Systems carry an access token (`at+jwt`, Ed25519); people carry the same token in a session cookie. Its district claim
alone sets the tenant; its scopes say what is allowed (`shared.claims` reads it). A route says what it needs in its
signature::

    async def list_classes(caller: Annotated[Caller, needs("rostering.read")], session: Session) -> ...

A route that needs no caller says so with `Public`; the catalogue test refuses one that says neither.
"""

import asyncio
import hashlib
import math
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, cast
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from fastapi.security.utils import get_authorization_scheme_param
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from shared.claims import AccessClaims, Role
from shared.errors import SAFE_METHODS, NotAllowed, NotSignedIn, TooManyRequests
from shared.http import internal_client
from shared.settings import AuthSettings, HttpSettings

log = structlog.get_logger(__name__)

ALGORITHMS = ["Ed25519"]  # EdDSA under its fully specified name, RFC 9864
SESSION_COOKIE = "trellis_session"
_CACHED_TOKENS = 4096
_REFRESH_SECONDS = 300.0
_COOL_DOWN_SECONDS = 10.0


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


ReadKeys = Callable[[], Awaitable[dict[str, Any]]]
"""Reads a JWKS document."""


class KeyRing:
    """The issuer's public keys, fetched in the background; an unknown key id asks again, but not more often than a
    cool-down.

    Where the issuer itself runs, `read` takes them from its database: its own address answers only once it is ready,
    and it is ready only once it has its keys.
    """

    def __init__(self, url: str, read: ReadKeys | None = None) -> None:
        self.place = url if read is None else "this service's own database"
        self._read = read or (lambda: _fetched(url))
        self._keys: KeySet | None = None
        self._ids: frozenset[str] = frozenset()
        self._prints: frozenset[str] = frozenset()
        self._asked_at = -math.inf
        self._lock = asyncio.Lock()
        self.problem: str | None = None  # why the last asking was in vain
        self.generation = 0

    @property
    def ready(self) -> bool:
        return self._keys is not None

    def use(self, keys: dict[str, Any]) -> None:
        """Take a JWKS document. A failed fetch never comes here, so it never costs us the good keys."""
        key_set = KeySet.import_key_set(cast(KeySetSerialization, keys))
        prints = frozenset(f"{key.kid} {key.thumbprint()}" for key in key_set.keys)  # an id alone may be used again
        if prints != self._prints:
            self.generation += 1
        self._keys, self._prints = key_set, prints
        self._ids = frozenset(key.kid or "" for key in key_set.keys)

    async def keys(self, key_id: str) -> KeySet:
        if key_id not in self._ids:
            await self.refresh(not_within=_COOL_DOWN_SECONDS)
        if self._keys is None:
            from shared.errors import Unavailable

            raise Unavailable("The keys that sign access tokens are not known yet. Try again shortly.")
        return self._keys

    async def refresh(self, *, not_within: float = 0.0) -> None:
        """Ask the issuer, unless it has been asked, well or in vain, within so many seconds."""
        async with self._lock:
            if time.monotonic() - self._asked_at < not_within:
                return
            self._asked_at = time.monotonic()
            try:
                self.use(await self._read())
                self.problem = None
            except Exception as error:
                problem = str(error) or type(error).__name__
                if problem != self.problem:  # asked twice a second at the start: each reason once
                    log.warning("auth.keys_not_fetched", place=self.place, error=repr(error))
                self.problem = problem

    async def keep_fresh(self) -> None:
        while True:
            await self.refresh()
            await asyncio.sleep(_REFRESH_SECONDS if self.ready else 0.5)


async def _fetched(url: str) -> dict[str, Any]:
    async with internal_client() as client:
        answer = await client.get(url)
        answer.raise_for_status()
        return cast(dict[str, Any], answer.json())


@dataclass
class Authenticator:
    """Turns a token into a caller. Verified tokens are remembered until they expire or the keys change."""

    settings: AuthSettings
    ring: KeyRing
    _known: OrderedDict[bytes, Caller] = field(default_factory=OrderedDict)
    _generation: int = -1

    async def caller_of(self, token: str, *, by_cookie: bool = False) -> Caller:
        if self._generation != self.ring.generation:
            self._known.clear()
            self._generation = self.ring.generation
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
            keys = await self.ring.keys(str(header.get("kid", "")))
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
    from joserfc import jws

    return dict(jws.extract_compact(token.encode()).headers())


_scheme = HTTPBearer(auto_error=False, description="An access token of /oauth/token")


async def authenticated(request: Request, _: Annotated[Any, Depends(_scheme)]) -> Caller:
    """The caller, by bearer token or session cookie. A cookie may change things only from our own pages."""
    caller = await signed_in(request)
    if caller.by_cookie and request.method not in SAFE_METHODS:
        refuse_foreign_origin(request, request.app.state.platform.http)
    wait = request.app.state.limiter.wait_for(caller.subject)
    if wait:
        raise TooManyRequests("Too many requests of this caller. Slow down.", retry_after=wait)
    return caller


async def signed_in(request: Request) -> Caller:
    """Whose token it is. Raises a 401."""
    authenticator: Authenticator = request.app.state.authenticator
    scheme, token = get_authorization_scheme_param(request.headers.get("authorization"))
    if scheme.lower() == "bearer" and token:
        return await authenticator.caller_of(token)
    if cookie := request.cookies.get(SESSION_COOKIE):
        return await authenticator.caller_of(cookie, by_cookie=True)
    raise NotSignedIn("Send an access token: Authorization: Bearer <token>; /oauth/token gives one.")


def refuse_foreign_origin(request: Request, http: HttpSettings) -> None:
    """Cross-site request forgery: a form of another site cannot set these headers, and the browser always sends one."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    own = {urlsplit(http.public_url).netloc, request.headers.get("host", "")}
    if site in ("same-origin", "none") or (site is None and origin and urlsplit(origin).netloc in own):
        return
    raise NotAllowed("This change did not come from our own pages.")


class Needs:
    """A dependency that refuses callers without the scope; its `scope` is read by the route catalogue."""

    def __init__(self, scope: str) -> None:
        self.scope = scope

    async def __call__(self, caller: Annotated[Caller, Depends(authenticated)]) -> Caller:
        if self.scope not in caller.scopes:
            raise NotAllowed(f"This needs the scope {self.scope}, which the token does not carry.")
        return caller


def needs(scope: str) -> Any:
    return Depends(Needs(scope))


async def _anyone() -> None:
    """Marks a route as open to everybody."""


Public = Depends(_anyone)


class Limiter:
    """A token bucket per caller, in this process: with n processes a caller may do n times as much."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_for(self, subject: str) -> float:
        """Take one request's worth; 0 when there was one, else the seconds until there is."""
        now = self._clock()
        left, at = self._buckets.pop(subject, (float(self._burst), now))
        left = min(float(self._burst), left + (now - at) * self._rate)
        self._buckets[subject] = (left - 1 if left >= 1 else left, now)
        while len(self._buckets) > _CACHED_TOKENS:
            self._buckets.popitem(last=False)
        return 0.0 if left >= 1 else (1 - left) / self._rate
