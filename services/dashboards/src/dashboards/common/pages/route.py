"""How pages answer: with pages, also when something is wrong."""

from collections.abc import Awaitable, Callable
from urllib.parse import SplitResult, quote, urlsplit

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute

from dashboards.common.pages.render import page
from shared.auth.dependencies import Gate, ensure_own_origin
from shared.errors import NotAllowed, NotFound, NotSignedIn, Problem

MOST_FIELDS = 5_000
"""Fields of one form: a questionnaire of 300 questions, on one page, has four times as many and more."""
_REFUSED_WITH_WORDS = (403, 404, 409, 429)
"""What can be said of a form that was sent from its page as it should be: all else is about the body itself."""
_NOT_TYPED = ("key", "etag")
_LONGEST_CODE = 12
"""What is shorter, and one word, was mostly chosen: it goes along without being shown."""
_RENEW = "/partners/v1/session/renew?next="


class PageRoute(APIRoute):
    """Answers people: a page instead of a problem document, and the way to sign in instead of a 401. Whoever was
    writing when their session ended, or when what they wrote about became another's, gets their words back.
    """

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except NotSignedIn:
                return await _keep_words(request) if _is_own_form(request) else _sign_in(request)
            except RequestValidationError:
                return problem_page(request, NotFound("There is nothing at this address."))
            except Problem as problem:
                if problem.status >= 500:
                    raise
                if problem.status in _REFUSED_WITH_WORDS and _is_own_form(request):
                    return await _give_back(request, problem)
                return problem_page(request, problem)

        return answer


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


async def _keep_words(request: Request) -> Response:
    """All that was typed, in a form to send again once the reader has signed in beside it."""
    form = await request.form(max_fields=MOST_FIELDS)
    words = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    return page(
        request, "common/kept.html", {"words": words, "files": len(words) < len(form.multi_items())}, status=401
    )


async def _give_back(request: Request, problem: Problem) -> Response:
    """Why the form was refused, and all that was typed into it; of a form without words only why."""
    form = await request.form(max_fields=MOST_FIELDS)
    words = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    sent = [value for name, value in words if name not in _NOT_TYPED and value.strip()]
    if not sent:
        return problem_page(request, problem)
    typed = [value for value in sent if len(value) > _LONGEST_CODE or len(value.split()) > 1]
    context = {"status": problem.status, "detail": problem.detail, "words": words, "typed": typed}
    return page(request, "common/refused.html", context, status=problem.status, headers=problem.headers)


def _quoted(address: SplitResult) -> str:
    """The page's own path and query, as the value of a query parameter."""
    return quote(address.path + (f"?{address.query}" if address.query else ""), safe="/")


def problem_page(request: Request, problem: Problem) -> Response:
    context = {"status": problem.status, "detail": problem.detail}
    return page(request, "common/problem.html", context, status=problem.status, headers=problem.headers)
