"""`/partners/v1/session`: the cookies of people. Pages post forms here and are sent on, so answers are redirects."""

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse

from partners.api.oauth import issuer_of
from partners.rules.accounts import PASSWORD_PAGE, SIGN_IN_PAGE, local_path
from partners.rules.scopes import PASSWORD_CHANGE
from partners.rules.tokens import LIFETIME
from partners.usecases import sign_in as people
from partners.usecases.sign_in import STAYS_SIGNED_IN, SignedIn, SignInRefused
from shared.auth import SESSION_COOKIE, Caller, Public, needs, refuse_foreign_origin
from shared.session import Session, UntenantedSession

PATH = "/partners/v1/session"
REFRESH_COOKIE = "trellis_refresh"

router = APIRouter(prefix=PATH, tags=["session"])


@router.post("", dependencies=[Public], status_code=303, response_class=RedirectResponse)
async def sign_in(
    request: Request,
    session: UntenantedSession,
    user_name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form(description="the page to go to")] = "/",
) -> RedirectResponse:
    """Sign in from our own sign-in page: sets the cookies and goes on to `next`, or back with `failed`."""
    refuse_foreign_origin(request, request.app.state.platform.http)
    address = request.client.host if request.client else ""
    now = datetime.now(UTC)
    try:
        made = await people.sign_in(session, issuer_of(request), user_name, password, address, now)
    except SignInRefused as refused:
        return _go(SIGN_IN_PAGE, failed=refused.reason, next=local_path(next))
    return _signed_in(request, made, next)


@router.get("/renew", dependencies=[Public], status_code=303, response_class=RedirectResponse)
async def renew(
    request: Request, session: UntenantedSession, next: Annotated[str, Query(max_length=2000)] = "/"
) -> RedirectResponse:
    """A page whose token has expired sends the browser through here: back with a fresh one, or to the sign-in page."""
    refresh = request.cookies.get(REFRESH_COOKIE)
    made = await people.renew(session, issuer_of(request), refresh, datetime.now(UTC)) if refresh else None
    if made is None:
        return _go(SIGN_IN_PAGE, next=local_path(next))
    return _signed_in(request, made, next)


@router.post("/end", dependencies=[Public], status_code=303, response_class=RedirectResponse)
async def sign_out(request: Request, session: UntenantedSession) -> RedirectResponse:
    refuse_foreign_origin(request, request.app.state.platform.http)
    if refresh := request.cookies.get(REFRESH_COOKIE):
        await people.sign_out(session, refresh)
    answer = _go(SIGN_IN_PAGE)
    answer.delete_cookie(SESSION_COOKIE, path="/")
    answer.delete_cookie(REFRESH_COOKIE, path=PATH)
    return answer


@router.post("/password", status_code=303, response_class=RedirectResponse)
async def change_password(
    request: Request,
    caller: Annotated[Caller, needs(PASSWORD_CHANGE)],
    session: Session,
    current: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    next: Annotated[str, Form(description="the page to go to")] = "/",
) -> RedirectResponse:
    """Change your own password; every other browser is signed out."""
    try:
        made = await people.change_password(session, issuer_of(request), caller, current, new, datetime.now(UTC))
    except SignInRefused as refused:
        return _go(PASSWORD_PAGE, failed=refused.reason, next=local_path(next))
    return _signed_in(request, made, next)


def _signed_in(request: Request, made: SignedIn, next: str) -> RedirectResponse:
    answer = _go(PASSWORD_PAGE, next=local_path(next)) if made.must_change else _go(local_path(next))
    secure = request.app.state.platform.http.public_url.startswith("https://")
    answer.set_cookie(
        SESSION_COOKIE,
        made.access_token,
        max_age=int(LIFETIME.total_seconds()),
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )
    if made.refresh is not None:
        answer.set_cookie(
            REFRESH_COOKIE,
            made.refresh,
            max_age=int(STAYS_SIGNED_IN.total_seconds()),
            path=PATH,
            secure=secure,
            httponly=True,
            samesite="lax",
        )
    return answer


def _go(path: str, **query: str) -> RedirectResponse:
    return RedirectResponse(f"{path}?{urlencode(query)}" if query else path, 303)
