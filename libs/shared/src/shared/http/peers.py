"""Asking another of our services something for a caller, under the caller's own token: what they may see is decided
where it is kept. The address comes from settings, never from a request.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.security.utils import get_authorization_scheme_param
from opentelemetry import propagate, trace

from shared.auth.dependencies import SESSION_COOKIE
from shared.errors import Malformed, NotAllowed, NotFound, NotSignedIn, Problem, TooManyRequests
from shared.outgoing.client import AsyncClient, HTTPError, internal_client
from shared.telemetry import request_id

BODY_BYTES = 32_000_000
"""Longest answer that is used."""

_REFUSALS: Mapping[int, type[Problem]] = {
    400: Malformed, 401: NotSignedIn, 403: NotAllowed, 404: NotFound, 422: Malformed,
}  # fmt: skip
_tracer = trace.get_tracer("shared.http.peers")


class ServiceUnavailable(Exception):
    """The other service gave no answer that can be used: `reason` says why, for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


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
            Problem: it refuses: what is not there for the caller (404), not for them (403), not asked well (400).
            ServiceUnavailable: it does not answer in time, or what it says cannot be used.
        """
        headers = {"Accept": "application/json", "Authorization": f"Bearer {_token(request)}"}
        if (current := request_id.get()) is not None:
            headers["X-Request-Id"] = current
        with _tracer.start_as_current_span(f"GET {path}", kind=trace.SpanKind.CLIENT):
            propagate.inject(headers)
            try:
                async with asyncio.timeout(self._seconds):
                    answer = await self._client.get(path, params=dict(parameters or {}), headers=headers)
            except (HTTPError, OSError, TimeoutError) as error:
                raise ServiceUnavailable(repr(error)) from error
        if answer.status_code == 200 and len(answer.content) <= BODY_BYTES:
            try:
                return answer.json()
            except ValueError as error:
                raise ServiceUnavailable("the answer is no JSON") from error
        if answer.status_code == 429:
            raise TooManyRequests("Too many requests of this caller. Slow down.", retry_after=1)
        if (refusal := _REFUSALS.get(answer.status_code)) is not None:
            raise refusal(_detail(answer))
        raise ServiceUnavailable(f"it answered {answer.status_code}")


def _token(request: Request) -> str:
    scheme, token = get_authorization_scheme_param(request.headers.get("authorization"))
    if scheme.lower() == "bearer" and token:
        return token
    return request.cookies.get(SESSION_COOKIE, "")


def _detail(answer: Any) -> str:
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return "The other service refused this."
