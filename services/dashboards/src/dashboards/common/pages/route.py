"""How pages answer: with pages, also when something is wrong."""

import re
from collections.abc import Awaitable, Callable
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urlsplit

from fastapi import HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.datastructures import UploadFile

from dashboards.common.pages.render import page
from shared.auth.dependencies import Gate, ensure_own_origin
from shared.errors import NotAllowed, NotFound, NotSignedIn, Problem
from shared.http.body import READ_OF_A_FORM, announced, is_measured_form, too_large
from shared.http.context import read_context

MOST_FIELDS = 5_000
"""Fields of one form: a questionnaire of 300 questions, on one page, has four times as many and more."""
_RENEW = "/partners/v1/session/renew?next="
_SECRET = re.compile("password|secret|token|csrf", re.IGNORECASE)
_NOT_TYPED = re.compile(r"etag|preview|shown(:.*)?", re.DOTALL)
"""Fields that hold what a page was made of."""
_MADE_KEY = re.compile(r"[0-9a-f]{32}[a-z0-9]?")
"""An idempotency key; a field of the same name can also hold a short code that somebody typed."""


class Typed(NamedTuple):
    """What somebody typed into a form that was refused, as (name of the field, words); and the files that they chose,
    as (name of the file, bytes).
    """

    words: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, int], ...] = ()


class PageRoute(APIRoute):
    """Answers people: a page instead of a problem document, and the way to sign in instead of a 401. Who was writing
    gets their words back: to send again where only the session ended, else to copy from the page that says what is
    wrong.
    """

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            if (most := _exceeded(request)) is not None:
                return self.refuse(request, too_large(most), await _typed(request))
            try:
                return await handle(request)
            except NotSignedIn:
                return await _keep_words(request) if _is_own_form(request) else _sign_in(request)
            except RequestValidationError:
                return self.refuse(request, NotFound("There is nothing at this address."), await _typed(request))
            except HTTPException:  # the body itself could not be read: there are no words to keep
                raise
            except Exception as error:
                typed = await _typed(request)
                if isinstance(error, Problem) and error.status < 500:
                    return self.refuse(request, error, typed)
                request.state.typed = typed
                raise

        return answer

    def refuse(self, request: Request, problem: Problem, typed: Typed) -> Response:
        """The page that says what is wrong."""
        return problem_page(request, problem, typed)


def _sign_in(request: Request) -> Response:
    if request.headers.get("hx-request") == "true":  # a fragment cannot be redirected: the page around it must be
        current = urlsplit(request.headers.get("hx-current-url", "") or str(request.url))
        return Response(status_code=401, headers={"HX-Redirect": _RENEW + _quoted(current)})
    return RedirectResponse(_RENEW + _quoted(urlsplit(str(request.url))), 303)


def _is_own_form(request: Request) -> bool:
    """Whether a form of our own pages was sent: the words in one of another site's are none of the reader's."""
    gate: Gate = request.app.gate
    if request.method != "POST":
        return False
    try:
        ensure_own_origin(request, gate.http)
    except NotAllowed:
        return False
    return True


def _exceeded(request: Request) -> int | None:
    """The bytes that a body may have, where a form says that it has more."""
    most: int = read_context(request).platform.http.body_limit
    measured = is_measured_form(request.scope)
    return most if measured and announced(request.scope, max(most, READ_OF_A_FORM)) > most else None


async def _keep_words(request: Request) -> Response:
    """All that was typed, in a form to send again once the reader has signed in beside it."""
    return page(request, "common/kept.html", (await _sent(request))._asdict(), status=401)


async def _sent(request: Request) -> Typed:
    """All fields of a form, those that a page filled too."""
    async with request.form(max_fields=MOST_FIELDS, max_part_size=READ_OF_A_FORM) as form:
        items = form.multi_items()
    words = tuple((name, value) for name, value in items if isinstance(value, str))
    files = (value for _, value in items if isinstance(value, UploadFile) and value.filename)
    return Typed(words, tuple((file.filename or "", file.size or 0) for file in files))


async def _typed(request: Request) -> Typed:
    """What somebody typed into a form of ours; never what is secret."""
    if not _is_own_form(request):
        return Typed()
    try:
        sent = await _sent(request)
    except (HTTPException, Problem):  # too large, or no form: what is wrong with the request itself is told
        return Typed()
    return sent._replace(words=tuple((name, value) for name, value in sent.words if _is_typed(name, value)))


def _is_typed(name: str, value: str) -> bool:
    """A question's key, which comes behind a colon, makes no field a secret."""
    if _SECRET.search(name.partition(":")[0]) or _NOT_TYPED.fullmatch(name):
        return False
    return value.strip() != "" and not (name == "key" and _MADE_KEY.fullmatch(value))


def _quoted(address: SplitResult) -> str:
    """The page's own path and query, as the value of a query parameter."""
    return quote(address.path + (f"?{address.query}" if address.query else ""), safe="/")


def problem_page(request: Request, problem: Problem, typed: Typed) -> Response:
    context = {"status": problem.status, "detail": problem.detail, "typed": typed}
    return page(request, "common/problem.html", context, status=problem.status, headers=problem.headers)
