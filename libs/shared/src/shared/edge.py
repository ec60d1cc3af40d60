"""What stands round every app: request ids, logs, metrics, security headers, and limits on size and time.

One plain ASGI layer rather than a stack of middlewares: each of those costs every request, and a streaming answer
must pass untouched.
"""

import asyncio
import re
import time
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.errors import SAFE_METHODS, OutcomeUnknown, Problem, TooLarge, Unavailable, problem_response
from shared.ids import new_id
from shared.settings import HttpSettings
from shared.telemetry import REQUESTS, request_id

log = structlog.get_logger("shared.access")

_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_SECURITY_HEADERS = [
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


class Edge:
    """Wraps one service's app."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        service: str,
        settings: HttpSettings,
        body_limits: dict[str, int],
        streams: tuple[str, ...],
    ) -> None:
        self._app = app
        self._service = service
        self._settings = settings
        self._body_limits = body_limits
        self._streams = streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        given = _header(scope, b"x-request-id")
        current = given.decode() if given and _ID.fullmatch(given) else str(new_id())
        token = request_id.set(current)
        answer = _Answer(send, current)
        try:
            await self._limited(scope, receive, answer)
        except Exception:
            answer.status = answer.status or 500
            raise
        finally:
            request_id.reset(token)
            self._record(scope, answer.status, time.perf_counter() - started, current)

    async def _limited(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        limit = self._body_limits.get(scope["path"], self._settings.body_limit)
        try:
            length = int(_header(scope, b"content-length") or 0)
        except ValueError:
            length = 0
        if length > limit:
            await _refuse(_too_large(limit), scope, receive, answer)
            return
        counted = _Counted(receive, limit)
        try:
            if scope["path"].startswith(self._streams):
                await self._app(scope, counted, answer)
                return
            async with asyncio.timeout(self._settings.seconds_limit):
                await self._app(scope, counted, answer)
        except TooLarge as problem:
            await _refuse(problem, scope, receive, answer)
        except TimeoutError:
            await _refuse(_too_long(scope["method"]), scope, receive, answer)

    def _record(self, scope: Scope, status: int, seconds: float, current: str) -> None:
        if scope["path"] in _QUIET:
            return
        REQUESTS.labels(self._service, scope["method"], str(status)).observe(seconds)
        log.info(
            "request",
            service=self._service,
            method=scope["method"],
            path=scope["path"],
            status=status,
            ms=round(seconds * 1000, 1),
            request_id=current,
        )


class _Answer:
    """Passes messages on, with our headers on the first of them."""

    def __init__(self, send: Send, current: str) -> None:
        self._send = send
        self._request_id = current.encode()
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = list(message.get("headers", []))
            present = {name for name, _ in headers}
            headers += [header for header in _SECURITY_HEADERS if header[0] not in present]
            headers.append((b"x-request-id", self._request_id))
            if b"cache-control" not in present:
                headers.append((b"cache-control", b"no-store"))
            message = {**message, "headers": headers}
        await self._send(message)


class _Counted:
    """Counts a body that came without an honest length."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive, self._limit, self._seen = receive, limit, 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self._limit:
            raise _too_large(self._limit)
        return message


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"The body is larger than {limit} bytes. Send less at once; for evidence, use the batch route.")


def _too_long(method: str) -> Problem:
    """A change may be past the point of giving up: its commit sent, or its transaction shared with others."""
    why = "The request took too long and was given up."
    return Unavailable(why) if method in SAFE_METHODS else OutcomeUnknown(why)


async def _refuse(problem: Problem, scope: Scope, receive: Receive, answer: _Answer) -> None:
    if answer.status == 0:
        await problem_response(problem)(scope, receive, answer)


def _header(scope: Scope, name: bytes) -> Any:
    return next((value for key, value in scope["headers"] if key == name), None)
