"""A request's body on its way in: how large it may be, how slowly it may come, and that nobody holds anything that
others need while it does.
"""

import asyncio
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.types import Message, Receive, Scope

from shared.errors import Problem, TooLarge
from shared.settings import HttpSettings

_PLACE = "trellis.body"
PART_COUNTS = "What came of it may count: ask how much that is, and go on from there."
"""What to say of a body that a route takes as it comes, and that broke off."""

READ_OF_A_FORM = 8_000_000
"""Bytes of a form that are read, where a page refuses one that is too large and gives back what was typed into it."""
_FORMS = (b"application/x-www-form-urlencoded", b"multipart/form-data")


class ClientGone(Problem):
    """The client hung up in the middle of its body. Nobody reads the answer; the status, which is none of HTTP's, is
    for the log and the figures, where it is neither our mistake nor theirs.
    """

    status, slug, title = 499, "client-gone", "Client Closed Request"

    def __init__(self) -> None:
        super().__init__("The connection was closed before the body had come. Nothing was changed.")


class TooSlow(Problem):
    status, slug = 408, "too-slow"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, headers={"Connection": "close"})


class IncomingBody:
    """Stands in for the server's `receive`. While it waits for the client, the request's deadline is the body's; while
    anybody else works, it is the request's own. With `counts_in_part` a route may keep what came before a break.
    """

    def __init__(
        self,
        receive: Receive,
        limit: int,
        settings: HttpSettings,
        deadline: asyncio.Timeout,
        seconds_after: float | None,
        *,
        counts_in_part: bool = False,
    ) -> None:
        self._receive, self._limit, self._settings = receive, limit, settings
        self._deadline, self._seconds_after = deadline, seconds_after
        self._began: float | None = None
        self._seen = 0
        self._kept: list[Message] = []
        self.counts_in_part = counts_in_part
        self.waiting = False
        self.whole = False

    async def __call__(self) -> Message:
        if self._kept:
            return self._kept.pop(0)
        return await self._receive() if self.whole else await self._next()

    async def rest(self) -> None:
        """Wait until the body is here as a whole; it is read as ever afterwards."""
        while not self.whole:
            self._kept.append(await self._next())

    async def _next(self) -> Message:
        loop = asyncio.get_running_loop()
        self._began = self._began or loop.time()
        allowed = self._settings.body_seconds + self._seen / self._settings.body_bytes_per_second
        self._deadline.reschedule(self._began + allowed)
        self.waiting = True
        message = await self._receive()
        self.waiting = False
        if message["type"] == "http.disconnect":
            raise ClientGone
        self._seen += len(message.get("body", b""))
        if self._seen > self._limit:
            raise too_large(self._limit)
        self.whole = not message.get("more_body", False)
        self._deadline.reschedule(None if self._seconds_after is None else loop.time() + self._seconds_after)
        return message


def announced(scope: Scope, limit: int) -> int:
    """Bytes of the body that the head announces; the most it may have where it does not say. Raises a 413."""
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers:
        return limit
    try:
        length = int(headers.get(b"content-length", b"0"))
    except ValueError:
        length = 0
    if length > limit:
        raise too_large(limit)
    return length


def is_measured_form(scope: Scope) -> bool:
    """Whether the body is a form that says how large it is, as browsers send it."""
    headers = dict(scope["headers"])
    media = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
    return media in _FORMS and b"transfer-encoding" not in headers


def too_large(limit: int) -> TooLarge:
    return TooLarge(f"The body is larger than {limit} bytes. Send less at once; for evidence, use the batch route.")


def too_slow(body: IncomingBody | None) -> TooSlow:
    told = (
        PART_COUNTS
        if body is not None and body.counts_in_part
        else "Nothing was changed; send it again, or less at once."
    )
    return TooSlow(f"The body did not come in time. {told}")


def keep(scope: Scope, body: IncomingBody) -> None:
    scope[_PLACE] = body


def forget(scope: Scope) -> None:
    """Once it is answered: the server's `receive`, which the body holds, holds the scope. Such a ring is left to the
    garbage collector, which is a sixth of a busy process's time.
    """
    scope.pop(_PLACE, None)


async def _received(request: Request) -> None:
    body: Any = request.scope.get(_PLACE)
    if body is not None:
        await body.rest()


Received = Annotated[None, Depends(_received)]
"""The body is here as a whole, where there is one: for whatever must not be held while a client takes its time."""
