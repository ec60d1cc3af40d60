"""From an exception to the answer: a problem document, a standard's own body, or a page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import asyncpg
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from shared.db.driver_errors import code_of, is_database_away, is_plan_outdated, of_the_driver
from shared.errors import (
    SAFE_METHODS,
    Conflict,
    Invalid,
    Malformed,
    OutcomeUnknown,
    Problem,
    Unavailable,
    WrongMediaType,
)
from shared.http.refused_values import refused_value
from shared.http.routing import allowed_methods

log = structlog.get_logger(__name__)

_CLASHES = {
    "23505": "This is there already; perhaps somebody made it a moment ago. Read what is there, then decide.",
    "23P01": "This overlaps with what is there already. Read what is there, then decide.",
    "23503": "Something that this refers to is not there, or something still refers to what would go.",
    "23001": "Something still refers to what would go.",
}
"""What to say of a constraint that no use case foresaw, by PostgreSQL's code; the others mean a mistake of ours."""


_AGAIN = "trellis.again"


_NAMED = 100  # of what is wrong with a request, at most: an answer is not to outgrow what was sent


ErrorBody = Callable[["Problem"], Mapping[str, Any]]


ErrorPage = Callable[[Request, "Problem"], Response | None]
"""A service with pages shows people one instead of the document; None where this request is not one of theirs."""


_BY_STATUS: dict[int, str] = {404: "not-found", 405: "method-not-allowed", 400: "malformed", 413: "too-large"}


def problem_response(problem: Problem, error_body: ErrorBody | None = None) -> Response:
    if error_body is not None:
        return JSONResponse(dict(error_body(problem)), problem.status, headers=problem.headers)
    return JSONResponse(problem.body(), problem.status, headers=problem.headers, media_type="application/problem+json")


def problem_of(error: Exception) -> Problem:
    """What the outside is told of any exception; nothing of its text unless we wrote it."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, RequestValidationError):
        return _validation(error)
    if isinstance(error, HTTPException):
        # FastAPI wraps whatever is raised while it reads the body, our refusal of a large one too.
        return error.__cause__ if isinstance(error.__cause__, Problem) else _http(error)
    if is_plan_outdated(error):
        return Unavailable("The database was migrated this very moment. Nothing was changed; try again.")
    if is_database_away(error):
        return Unavailable()
    if (clash := _CLASHES.get(code_of(error))) is not None:
        return Conflict(clash)
    return Problem("Something went wrong on our side. It has been logged under the request id.")


def _validation(error: RequestValidationError) -> Problem:
    problems = error.errors()
    if any(p["type"] == "json_invalid" for p in problems):
        reason = problems[0].get("ctx", {}).get("error", "it cannot be parsed")
        return Malformed(f"The body is not JSON: {reason}.")
    return Invalid("The request is not acceptable; see errors.", errors=[_place(p) for p in problems[:_NAMED]])


def _place(error: Mapping[str, Any]) -> dict[str, Any]:
    refused = refused_value(error)
    place = {"pointer": _pointer(error["loc"]), "in": str(error["loc"][0])}
    said = {"detail": refused.detail, "code": refused.code}
    return place | said | ({"limits": refused.limits} if refused.limits else {})


def _pointer(location: tuple[Any, ...]) -> str:
    """RFC 6901, relative to the place the value came from (body, query, path, header)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location[1:])


def _http(error: HTTPException) -> Problem:
    problem = Problem(str(error.detail), headers=error.headers)
    problem.status = error.status_code
    problem.slug = _BY_STATUS.get(error.status_code, "error")
    return problem


def install_error_handlers(
    app: FastAPI,
    error_bodies: Mapping[str, ErrorBody],
    error_page: ErrorPage | None = None,
    private_paths: Sequence[str] = (),
) -> None:
    async def answer(request: Request, error: Exception) -> Response:
        if is_plan_outdated(error) and request.method in SAFE_METHODS and _AGAIN not in request.scope:
            return _AnsweredAgain(app, request.scope)
        problem = problem_of(error)
        if problem.status == 422 and isinstance(error, RequestValidationError) and _is_not_json(request, error):
            problem = WrongMediaType("The body must be JSON: send Content-Type: application/json.")
        if isinstance(problem, OutcomeUnknown) and request.method in SAFE_METHODS:
            problem = Unavailable()
        if problem.status == 405:
            problem.headers["Allow"] = allowed_methods(app, request.scope)
        if isinstance(problem, Conflict) and error is not problem:
            constraint = getattr(of_the_driver(error), "constraint_name", None)  # the error's text quotes the row
            log.warning("request.clashed", path=logged_path(request.url.path, private_paths), constraint=constraint)
        if problem.status == 503:  # a trace of each would bury, while the database is away, what matters
            log.warning("request.unavailable", path=logged_path(request.url.path, private_paths), error=repr(error))
        elif problem.status >= 500:
            log.error(
                "request.failed",
                path=logged_path(request.url.path, private_paths),
                status=problem.status,
                exc_info=error,
            )
        if error_page is not None and (shown := error_page(request, problem)) is not None:
            return shown
        path = request.url.path
        writer = next((body for prefix, body in error_bodies.items() if path.startswith(prefix)), None)
        return problem_response(problem, writer)

    for kind in (
        Problem,
        RequestValidationError,
        HTTPException,
        DBAPIError,
        PoolTimeoutError,
        asyncpg.PostgresError,
        asyncpg.InterfaceError,
        asyncpg.InternalClientError,
        Exception,
    ):
        app.add_exception_handler(kind, answer)


def logged_path(path: str, private_paths: Sequence[str]) -> str:
    """The path as a log has it: without what follows a private one, as a secret or who it was."""
    private = (prefix for prefix in private_paths if path.startswith(prefix))
    return next((f"{prefix}..." for prefix in private), path)


class _AnsweredAgain(Response):
    """The whole request, done once more; only for those that change nothing, and whose body we need not keep."""

    def __init__(self, app: FastAPI, scope: Scope) -> None:
        super().__init__()
        self._app, self._scope = app, scope

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        await self._app({**self._scope, _AGAIN: True}, receive, send)


def _is_not_json(request: Request, error: RequestValidationError) -> bool:
    """Whether a body was refused as a whole because it did not come as JSON: FastAPI hands it on unparsed then."""
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    whole = any(problem["loc"] == ("body",) and problem["type"] != "missing" for problem in error.errors())
    return whole and isinstance(error.body, bytes) and not (media == "application/json" or media.endswith("+json"))
