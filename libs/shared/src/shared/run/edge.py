"""What stands round every app: request ids, logs, metrics, security headers, and limits on size and time.

One plain ASGI layer rather than a stack of middlewares: each of those costs every request, and a streaming answer
must pass untouched.
"""

import asyncio
import contextlib
import re
import time
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import structlog
from fastapi import Request
from starlette.types import Message, Receive, Scope, Send

from shared.auth.dependencies import signed_in
from shared.errors import SAFE_METHODS, OutcomeUnknown, Problem, Unavailable
from shared.http.body import (
    PART_COUNTS,
    READ_OF_A_FORM,
    IncomingBody,
    announced,
    forget,
    is_measured_form,
    keep,
    too_slow,
)
from shared.http.error_answers import logged_path, problem_response
from shared.run.service import Service, ServiceApp
from shared.settings import HttpSettings
from shared.telemetry import REQUESTS, in_trace, request_id, spans_go_out
from shared.turns import Turns
from shared.values.ids import new_id

log = structlog.get_logger("shared.access")

_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
SECURITY_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (
        b"content-security-policy",
        b"default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    ),
]
_QUIET = {"/healthz", "/readyz", "/metrics"}
_TOO_LONG = "The request took too long and was given up."
_STOPPING = "This process is stopping and has given the request up."

FREE_BYTES = 65_536
"""A body of so many bytes counts for nothing: the server keeps that much of each connection in any case."""
STREAMED_BYTES = 16_000_000
"""No body that is taken as it comes counts for more: a route has no more of it in memory at once."""


class OuterMiddleware:
    """Wraps one service's app."""

    def __init__(self, app: ServiceApp, service: Service, settings: HttpSettings) -> None:
        self._app = app
        self._service = service
        self._settings = settings
        self._streams = service.streams or ("\0",)
        self._bodies = Turns(
            settings.bodies_at_once,
            wait_seconds=settings.turn_seconds,
            refusal="You are sending too much at once. Wait until what you are sending has been answered.",
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        given = _header(scope, b"x-request-id")
        current = given.decode() if given and _ID.fullmatch(given) else str(new_id())
        token = request_id.set(current)
        answer = _Answer(send, current, self._app.closing, self._settings.seconds_limit)
        with _trace_of(scope):
            try:
                await self._answered(scope, receive, answer)
            except Exception:
                answer.status = answer.status or 500
                # Whole, it was logged and answered as a 500, and Starlette raises it once more: the server would close
                # the connection, and with it what the client sends next.
                if not answer.whole:
                    raise
            finally:
                request_id.reset(token)
                self._record(scope, answer.status, time.perf_counter() - started, current)

    async def _answered(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        """Hand it on; what is refused here, before the app or in its place, is refused in the same form."""
        stopping = self._app.closing
        body: IncomingBody | None = None
        stream = scope["path"].startswith(self._streams)
        try:
            if stream and stopping.is_set():
                raise Unavailable("This process is stopping, and streams with it. Connect again.")
            seconds = None if stream else self._settings.seconds_limit
            async with asyncio.timeout(seconds) as deadline:
                answer.deadline = None if stream else deadline
                limit, held = self._limits(scope)
                if size := announced(scope, limit):
                    receive = body = IncomingBody(
                        receive, limit, self._settings, deadline, seconds, counts_in_part=held < limit
                    )
                    keep(scope, body)
                if size <= FREE_BYTES:
                    await self._app(scope, receive, answer)
                    return
                async with self._bodies.turn(await self._sender(scope), min(size, held)):
                    await self._app(scope, receive, answer)
        except Problem as problem:
            await self._refuse(problem, scope, receive, answer)
        except TimeoutError:
            slow = body is not None and body.waiting
            await self._refuse(too_slow(body) if slow else _given_up(scope, body, _TOO_LONG), scope, receive, answer)
        except asyncio.CancelledError:
            if not stopping.is_set():
                raise
            await self._refuse(_given_up(scope, body, _STOPPING), scope, receive, answer)
        finally:
            answer.deadline = None  # it knows its task, and the task us: a ring that only the collector would open
            forget(scope)

    def _limits(self, scope: Scope) -> tuple[int, int]:
        """Bytes that a body may have, and how many of them are held at once. Of a form that a service with pages is
        sent more is read: a page says then that it is too large, and gives back what was typed.
        """
        for prefix, limit in self._service.streamed_bodies.items():
            if scope["path"].startswith(prefix):
                return limit, STREAMED_BYTES
        limit = self._service.body_limits.get(scope["path"], self._settings.body_limit)
        with_pages = self._service.error_page is not None and is_measured_form(scope)
        limit = max(limit, READ_OF_A_FORM) if with_pages else limit
        return limit, limit

    async def _sender(self, scope: Scope) -> str:
        """The client whose body it is: who is signed in, else the network address. Whether they may is for the app."""
        with contextlib.suppress(Problem):
            return (await signed_in(Request({**scope, "app": self._app}))).subject
        return f"address {scope['client'][0] if scope.get('client') else ''}"

    async def _refuse(self, problem: Problem, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        answer.deadline = None
        if answer.status != 0:
            return
        page = self._service.error_page
        shown = page and page(Request({**scope, "app": self._app}), problem)
        if shown is None:
            bodies = self._service.error_bodies.items()
            writer = next((body for prefix, body in bodies if scope["path"].startswith(prefix)), None)
            shown = problem_response(problem, writer)
        await shown(scope, receive, answer)

    def _record(self, scope: Scope, status: int, seconds: float, current: str) -> None:
        if scope["path"] in _QUIET:
            return
        REQUESTS.labels(self._service.name, scope["method"], str(status)).observe(seconds)
        log.info(
            "request",
            service=self._service.name,
            method=scope["method"],
            path=logged_path(scope["path"], self._service.private_paths),
            status=status,
            ms=round(seconds * 1000, 1),
            request_id=current,
        )


class _Answer:
    """Passes messages on, with our headers on the first of them. While the process stops, one of them ends the
    connection after the answer: a proxy would send its next request into one that we close.

    An answer that comes in pieces has the request's time anew for each: a large one may take long, and whoever takes
    nothing of it holds nothing for long.
    """

    def __init__(self, send: Send, current: str, stopping: asyncio.Event, seconds: float) -> None:
        self._send = send
        self._stopping = stopping
        self._request_id = current.encode()
        self._seconds = seconds
        self.deadline: asyncio.Timeout | None = None
        self.status = 0
        self.whole = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = list(message.get("headers", []))
            present = {name for name, _ in headers}
            headers += [header for header in SECURITY_HEADERS if header[0] not in present]
            headers.append((b"x-request-id", self._request_id))
            if b"cache-control" not in present:
                headers.append((b"cache-control", b"no-store"))
            if self._stopping.is_set():
                headers.append((b"connection", b"close"))
            message = {**message, "headers": headers}
        await self._send(message)
        self.whole = message["type"] == "http.response.body" and not message.get("more_body", False)
        if self.deadline is not None and not self.whole:
            self.deadline.reschedule(asyncio.get_running_loop().time() + self._seconds)


def _given_up(scope: Scope, body: IncomingBody | None, why: str) -> Problem:
    """A change whose body was here may be past the point of giving up: its commit sent, or its transaction shared
    with others. Before that no transaction begins.
    """
    unfinished = body is not None and not body.whole
    if body is not None and unfinished and body.counts_in_part:
        return Unavailable(f"{why} {PART_COUNTS}")
    nothing = scope["method"] in SAFE_METHODS or unfinished
    return Unavailable(f"{why} Nothing was changed; send it again.") if nothing else OutcomeUnknown(why)


def _trace_of(scope: Scope) -> AbstractContextManager[None]:
    """The caller's trace, or the request's own: where spans go out and the caller names none, FastAPI begins it."""
    given = _header(scope, b"traceparent")
    return nullcontext() if given is None and spans_go_out() else in_trace(given and given.decode("latin-1"))


def _header(scope: Scope, name: bytes) -> Any:
    return next((value for key, value in scope["headers"] if key == name), None)
