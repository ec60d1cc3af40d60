"""What a route demands of its caller, in its signature::

    async def list_classes(caller: Annotated[Caller, needs("rostering.read")], session: Session) -> ...

A route that needs no caller says so with `Public`; the catalogue test refuses one that says neither.
"""

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase
from fastapi.security.utils import get_authorization_scheme_param

from shared.auth.callers import Authenticator, Caller
from shared.auth.limits import Limiter
from shared.errors import SAFE_METHODS, NotAllowed, NotSignedIn, TooManyRequests
from shared.settings import HttpSettings

SESSION_COOKIE = "trellis_session"


@dataclass
class Gate:
    """What an app identifies its callers by, and limits their requests with."""

    authenticator: Authenticator
    limiter: Limiter
    http: HttpSettings


class _Authenticated(SecurityBase):
    """The caller, by bearer token or session cookie. A cookie may change things only from our own pages.

    It is itself what the document shows as the scheme: one that it depended on would be solved anew for each dependency
    of a route that wants the caller, which costs every request.
    """

    model = HTTPBearer(description="An access token of /oauth/token")
    scheme_name = "HTTPBearer"

    async def __call__(self, request: Request) -> Caller:
        gate: Gate = request.app.gate
        caller = await signed_in(request)
        if caller.by_cookie and request.method not in SAFE_METHODS:
            ensure_own_origin(request, gate.http)
        wait = gate.limiter.wait_for(caller.subject)
        if wait:
            raise TooManyRequests("Too many requests of this caller. Slow down.", retry_after=wait)
        return caller


authenticated = _Authenticated()


async def signed_in(request: Request) -> Caller:
    """Whose token it is. Raises a 401."""
    gate: Gate = request.app.gate
    scheme, token = get_authorization_scheme_param(request.headers.get("authorization"))
    if scheme.lower() == "bearer" and token:
        return await gate.authenticator.caller_of(token)
    if cookie := request.cookies.get(SESSION_COOKIE):
        return await gate.authenticator.caller_of(cookie, by_cookie=True)
    raise NotSignedIn("Send an access token: Authorization: Bearer <token>; /oauth/token gives one.")


def ensure_own_origin(request: Request, http: HttpSettings) -> None:
    """Raises a 403 for a change that did not come from our own pages (cross-site request forgery): a form of another
    site cannot set these headers, and the browser always sends one.
    """
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
