"""`/partners/v1/session`: the cookies of sessions. Pages post forms here and are sent on, so answers are redirects."""

import math
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse

from partners.common.context import InContext, PartnersContext
from partners.identity import examples
from partners.identity.api.oauth import AsIssuer
from partners.identity.rules.accounts import PASSWORD_PAGE, SIGN_IN_PAGE, local_path
from partners.identity.rules.passwords import PasswordFault
from partners.identity.rules.scopes import PASSWORD_CHANGE
from partners.identity.rules.tokens import LIFETIME
from partners.identity.usecases import sessions
from partners.identity.usecases.sessions import (
    DEVICE_COOKIE_LENGTH,
    DEVICE_KNOWN_FOR,
    STAYS_SIGNED_IN,
    Origin,
    Refusal,
    SignedIn,
    SignInRefused,
)
from shared.auth.callers import Caller
from shared.auth.dependencies import SESSION_COOKIE, Public, ensure_own_origin, needs
from shared.http.context import Now
from shared.http.examples import example_of_form
from shared.http.response_headers import sends
from shared.http.session import Session, UntenantedSession

PATH = "/partners/v1/session"
REFRESH_COOKIE = "trellis_refresh"
DEVICE_COOKIE = "trellis_device"
"""Stays when a person signs out: it signs nobody in, and says that this browser has signed in before."""

router = APIRouter(prefix=PATH, tags=["session"])
_FAILED: dict[Refusal | PasswordFault, str] = {
    Refusal.WRONG_CREDENTIALS: "1",
    Refusal.TOO_MANY_ATTEMPTS: "slow",
    Refusal.WRONG_PASSWORD: "wrong",
    Refusal.SAME_PASSWORD: "same",
}
"""What the pages are told as `failed`; a fault of the new password by its own name."""
_SENT_ON = sends("Location", status=303, perhaps=("Set-Cookie", "Retry-After"))


@router.post(
    "",
    dependencies=[Public],
    status_code=303,
    response_class=RedirectResponse,
    responses=_SENT_ON,
    openapi_extra=example_of_form(examples.SIGN_IN),
)
async def sign_in(
    request: Request,
    context: InContext,
    issuer: AsIssuer,
    session: UntenantedSession,
    now: Now,
    user_name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form(description="the page to go to")] = "/",
) -> RedirectResponse:
    """Sign in to the pages.

    Signs a person in from the sign-in page: sets the cookies of the session and redirects to `next`. A wrong name or
    password leads back to the sign-in page. Public; for browsers, not for systems.
    """
    ensure_own_origin(request, context.platform.http)
    origin = Origin(request.client.host if request.client else "", _device(request))
    try:
        made = await sessions.sign_in(session, issuer, user_name, password, origin, now)
    except SignInRefused as refused:
        return _refused(SIGN_IN_PAGE, refused, next)
    return _signed_in(context, made, next)


@router.get("/renew", dependencies=[Public], status_code=303, response_class=RedirectResponse, responses=_SENT_ON)
async def renew_session(
    request: Request,
    context: InContext,
    issuer: AsIssuer,
    session: UntenantedSession,
    now: Now,
    next: Annotated[str, Query(max_length=2000)] = "/",
) -> RedirectResponse:
    """Renew the session of the pages.

    Gives the browser a new access token for its session and redirects to `next`. Pages send the browser here when its
    token has expired; without a session it goes on to the sign-in page. Public; for browsers, not for systems.
    """
    refresh = request.cookies.get(REFRESH_COOKIE)
    made = await sessions.renew(session, issuer, refresh, now) if refresh else None
    if made is None:
        return _go(SIGN_IN_PAGE, next=local_path(next))
    return _signed_in(context, made, next)


@router.post("/end", dependencies=[Public], status_code=303, response_class=RedirectResponse, responses=_SENT_ON)
async def sign_out(request: Request, context: InContext, session: UntenantedSession) -> RedirectResponse:
    """Sign out of the pages.

    Ends the session of this browser, deletes its cookies and redirects to the sign-in page. Public; for browsers, not
    for systems.
    """
    ensure_own_origin(request, context.platform.http)
    if refresh := request.cookies.get(REFRESH_COOKIE):
        await sessions.sign_out(session, refresh)
    answer = _go(SIGN_IN_PAGE)
    answer.delete_cookie(SESSION_COOKIE, path="/")
    answer.delete_cookie(REFRESH_COOKIE, path=PATH)
    return answer


@router.post(
    "/password",
    status_code=303,
    response_class=RedirectResponse,
    responses=_SENT_ON,
    openapi_extra=example_of_form(examples.PASSWORD_CHANGE),
)
async def change_own_password(
    request: Request,
    caller: Annotated[Caller, needs(PASSWORD_CHANGE)],
    context: InContext,
    issuer: AsIssuer,
    session: Session,
    now: Now,
    current: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    next: Annotated[str, Form(description="the page to go to")] = "/",
) -> RedirectResponse:
    """Change your own password.

    Changes the password of the person who is signed in and redirects to `next`, or back to the page with the reason.
    Every other browser of the person is signed out. For people, not for systems.
    """
    device = _device(request)
    try:
        made = await sessions.change_password(session, issuer, caller, current, new, device, now)
    except SignInRefused as refused:
        return _refused(PASSWORD_PAGE, refused, next)
    return _signed_in(context, made, next)


def _device(request: Request) -> str | None:
    """Returns the cookie that we gave this browser to be known by; None for anything that cannot be ours."""
    cookie = request.cookies.get(DEVICE_COOKIE, "")
    return cookie if len(cookie) == DEVICE_COOKIE_LENGTH and cookie.isascii() else None


def _refused(page: str, refused: SignInRefused, next: str) -> RedirectResponse:
    answer = _go(page, failed=_FAILED.get(refused.reason, refused.reason.value), next=local_path(next))
    if refused.wait:
        answer.headers["Retry-After"] = str(math.ceil(refused.wait.total_seconds()))
    return answer


def _signed_in(context: PartnersContext, made: SignedIn, next: str) -> RedirectResponse:
    answer = _go(PASSWORD_PAGE, next=local_path(next)) if made.must_change else _go(local_path(next))
    secure = context.platform.http.public_url.startswith("https://")

    def give(name: str, value: str, lasts: timedelta, path: str) -> None:
        seconds = int(lasts.total_seconds())
        answer.set_cookie(name, value, seconds, path=path, secure=secure, httponly=True, samesite="lax")

    give(SESSION_COOKIE, made.access_token, LIFETIME, "/")
    if made.refresh is not None:
        give(REFRESH_COOKIE, made.refresh, STAYS_SIGNED_IN, PATH)
    if made.device is not None:
        give(DEVICE_COOKIE, made.device, DEVICE_KNOWN_FOR, PATH)
    return answer


def _go(path: str, **query: str) -> RedirectResponse:
    return RedirectResponse(f"{path}?{urlencode(query)}" if query else path, 303)
