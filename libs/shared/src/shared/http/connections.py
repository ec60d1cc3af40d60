"""What one connection may ask of us before anything is known of who asks: how much of a head, and for how long.

Uvicorn's protocol reads a head of any size, and waits for the rest of one for ever. This one has limits: 414 and 431
for what is too large, 408 for what is not complete in time, and an end for connections that say nothing.
"""

import asyncio
from typing import Any

import orjson
import structlog
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from shared.errors import Malformed, Problem
from shared.settings import HttpSettings

log = structlog.get_logger("shared.access")

_LINGER_SECONDS = 2.0
"""How long what still comes is read and thrown away after a refusal: closing at once would cost them our answer."""


_ANOTHER_TURN_SECONDS = 0.01
"""Long enough that the loop looks once at what has come."""


class AddressTooLong(Problem):
    status, slug = 414, "address-too-long"


class HeadTooLarge(Problem):
    status, slug = 431, "head-too-large"


class HeadTooSlow(Problem):
    status, slug = 408, "too-slow"


class BoundedProtocol(HttpToolsProtocol):
    """One connection. Whenever it waits for a head, or for the rest of a request that has been answered, a timer runs;
    between requests it is uvicorn's own for keeping alive.
    """

    limits: HttpSettings

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._timer: asyncio.TimerHandle | None = None
        self._in_head = False
        self._seen = 0  # bytes of a head that is still to end, from its second piece on
        self._problem: Problem | None = None
        self._refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._start_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        went_on = self._in_head
        super().data_received(data)
        if self._refused:
            return
        if self._in_head:
            self._seen += len(data) if went_on else 0
            if self._seen > self.limits.head_bytes:
                self._refuse(self._too_large())
                return
        if self._timer is None and (self._in_head or self._is_silent()):
            self._start_timer()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._seen = True, 0

    def on_headers_complete(self) -> None:
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > self.limits.head_bytes or len(self.headers) > self.limits.head_fields:
            self._problem = self._too_large()
            raise ValueError(self._problem.detail)  # ends the parser; uvicorn then calls `send_400_response`
        self._in_head = False
        self._stop_timer()
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's words for every bad request
        self._refuse(self._problem or Malformed("This is not a request of HTTP/1.1."))

    def _too_large(self) -> Problem:
        most, fields = self.limits.head_bytes, self.limits.head_fields
        if len(self.url) > most // 2:
            return AddressTooLong(f"The address is too long: it and the headers may have {most} bytes together.")
        return HeadTooLarge(f"The headers are too large, or too many: at most {most} bytes and {fields} of them.")

    def _is_busy(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _is_silent(self) -> bool:
        """Nothing is under way and nobody's timer runs: the rest of an answered request, or blank lines."""
        return not self._is_busy() and self.timeout_keep_alive_task is None

    def _start_timer(self) -> None:
        self._timer = self.loop.call_later(self.limits.head_seconds, self._time_is_over)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _time_is_over(self) -> None:
        """A process that was held up for that long has not read what came in time, and uvloop calls who waits for a
        moment before it reads: so what is there is read first.
        """
        self._timer = self.loop.call_later(_ANOTHER_TURN_SECONDS, self._end_waiting)

    def timeout_keep_alive_handler(self) -> None:
        """Uvicorn's, between requests; the same holds for it."""
        self.timeout_keep_alive_task = self.loop.call_later(_ANOTHER_TURN_SECONDS, super().timeout_keep_alive_handler)

    def _end_waiting(self) -> None:
        self._timer = None
        if self._is_busy():  # with the request before this one, whose answer is still to come
            self._start_timer()
        elif self._in_head:
            self._refuse(HeadTooSlow(f"The request's head was not complete in {self.limits.head_seconds:g} seconds."))
        else:
            self.transport.close()

    def _refuse(self, problem: Problem) -> None:
        """Answer, and read no further. Where another request's answer is under way, a second would be taken for it."""
        self._refused = True
        self._stop_timer()
        if self.transport.is_closing():
            return
        if self._is_busy():
            self.transport.close()
            return
        log.info("connection.refused", status=problem.status, client=self.client[0] if self.client else None)
        body = orjson.dumps(problem.body())
        head = STATUS_LINE[problem.status] + b"content-type: application/problem+json\r\nconnection: close\r\n"
        self.transport.write(head + b"content-length: %d\r\n\r\n" % len(body) + body)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._timer = self.loop.call_later(_LINGER_SECONDS, self.transport.close)


def protocol_with(limits: HttpSettings) -> type[BoundedProtocol]:
    """The class that uvicorn makes a protocol of for each connection."""
    return type("BoundedProtocol", (BoundedProtocol,), {"limits": limits})
