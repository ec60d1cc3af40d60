"""Asking another of our services something for a caller, under the caller's own token: what they may see and change is
decided where it is kept. The address comes from settings, never from a request.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from fastapi.security.utils import get_authorization_scheme_param
from opentelemetry import propagate, trace

from shared.auth.dependencies import SESSION_COOKIE
from shared.errors import Conflict, Malformed, NotAllowed, NotFound, NotSignedIn, Problem, TooManyRequests
from shared.outgoing.client import AsyncClient, HTTPError, internal_client
from shared.telemetry import request_id

BODY_BYTES = 32_000_000
"""Longest answer that is used."""

_REFUSALS: Mapping[int, type[Problem]] = {
    400: Malformed, 401: NotSignedIn, 403: NotAllowed, 404: NotFound, 409: Conflict, 422: Malformed,
}  # fmt: skip
_tracer = trace.get_tracer("shared.http.peers")


class ServiceUnavailable(Exception):
    """The other service gave no answer that can be used: `reason` says why, for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PeerRequest:
    """What is asked of another service. `body` is sent as JSON, or as it is where it is bytes. `traced` is what stands
    in the trace in place of a path with something private in it. Without `as_caller` it is asked as somebody who is
    not signed in.
    """

    method: str
    path: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    body: Any = None  # JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    traced: str | None = None
    as_caller: bool = True


@dataclass(frozen=True, slots=True)
class PeerAnswer:
    """What another service answers: `said` is its JSON, None where it has none."""

    status: int
    said: Any
    headers: Mapping[str, str]

    @property
    def refusal(self) -> Problem | None:
        """What it refuses, as our own problem; None where it refuses nothing that a caller is told so."""
        if self.status == 429:
            return TooManyRequests("Too many requests of this caller. Slow down.", retry_after=1)
        kind = _REFUSALS.get(self.status)
        return None if kind is None else kind(_detail(self.said))


class ServiceClient:
    """One of our services. Close it with `aclose`."""

    def __init__(self, url: str, *, seconds: float, client: AsyncClient | None = None) -> None:
        self._seconds = seconds
        self._client = client or internal_client(base_url=url, timeout_seconds=seconds)

    async def aclose(self) -> None:
        await self._client.aclose()

    async def get(self, request: Request, path: str, parameters: Mapping[str, str] | None = None) -> Any:
        """What it answers to this request's caller, as JSON gives it.

        Raises:
            Problem: it refuses: what is not there for the caller (404), not for them (403), not asked well (400), or
                not possible as things stand (409).
            ServiceUnavailable: it does not answer in time, or what it says cannot be used.
        """
        answer = await self.send(request, PeerRequest("GET", path, parameters or {}))
        if answer.status == 200 and answer.said is not None:
            return answer.said
        if (refusal := answer.refusal) is not None:
            raise refusal
        raise ServiceUnavailable(f"it answered {answer.status}")

    async def send(self, request: Request, asked: PeerRequest) -> PeerAnswer:
        """What it answers to this request's caller, refusals as well.

        Raises:
            ServiceUnavailable: it does not answer in time, or it fails. What was to be changed may have been.
        """
        headers = {"Accept": "application/json", **asked.headers}
        if asked.as_caller:
            headers["Authorization"] = f"Bearer {_token(request)}"
        if (current := request_id.get()) is not None:
            headers["X-Request-Id"] = current
        name = f"{asked.method} {asked.traced or asked.path}"
        with _tracer.start_as_current_span(name, kind=trace.SpanKind.CLIENT):
            propagate.inject(headers)
            try:
                async with asyncio.timeout(self._seconds):
                    answer = await self._client.request(
                        asked.method, asked.path, params=dict(asked.parameters), headers=headers, **_body(asked.body)
                    )
            except (HTTPError, OSError, TimeoutError) as error:
                raise ServiceUnavailable(repr(error)) from error
        if answer.status_code >= 500 or len(answer.content) > BODY_BYTES:
            raise ServiceUnavailable(f"it answered {answer.status_code} with {len(answer.content)} bytes")
        return PeerAnswer(answer.status_code, _json(answer), answer.headers)


def _body(body: Any) -> dict[str, Any]:
    if body is None:
        return {}
    return {"content": body} if isinstance(body, bytes) else {"json": body}


def _json(answer: Any) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None


def _token(request: Request) -> str:
    scheme, token = get_authorization_scheme_param(request.headers.get("authorization"))
    if scheme.lower() == "bearer" and token:
        return token
    return request.cookies.get(SESSION_COOKIE, "")


def _detail(said: Any) -> str:
    detail = said.get("detail") if isinstance(said, dict) else None
    return str(detail or "The other service refused this.")
