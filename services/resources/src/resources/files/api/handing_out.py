"""The bytes of a file as an answer: all of them, or the ranges that were asked for."""

import secrets
from collections.abc import AsyncIterator
from typing import Annotated, Any, NamedTuple

from fastapi import Depends, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from resources.files.rules.file_types import BY_CODE
from resources.files.rules.ranges import (
    Multipart,
    Partial,
    Span,
    Unsatisfiable,
    asked_range,
    content_range,
    multipart,
    unsatisfied_range,
)
from resources.files.rules.serving import headers_of
from resources.files.usecases.refusing import store_told
from resources.store.port import Missing, Store, StoreAway, read_all
from shared.errors import Problem
from shared.http.response_headers import headers
from shared.http.unchanged import UNCHANGED, has

PIECE = 1024 * 1024
"""So many bytes are read of the store at once: each download holds them twice, and there are many."""
SLICE = 256 * 1024
"""So many bytes are given to a connection at once: the slowest that is served takes them within a request's time."""
OWN_ONLY = "private, no-cache"
"""Cache-Control of what a reader's own program may keep, if it asks each time whether it is still so."""
_AGAIN = "Ask again a little later; with Range, from where you were."

_SENT = headers("ETag", "Content-Disposition", "Cache-Control", "Accept-Ranges")
CONTENT: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"*/*": {"schema": {"type": "string", "format": "binary"}, "example": "%PDF-1.7"}},
        "headers": _SENT,
    },
    206: {"description": "Some of the bytes", "headers": _SENT | headers(perhaps=("Content-Range",))},
    304: UNCHANGED,
}
"""What the document says of an answer that is a file."""


class Served(NamedTuple):
    """What is handed out: where it lies, and as what; `kept` is the value of Cache-Control."""

    key: str
    size: int
    sha256: str
    name: str
    type_code: str
    kept: str = OWN_ONLY


class Wanted(NamedTuple):
    """What a request says of the bytes that it wants."""

    head: bool
    inline: bool
    ranges: str | None
    if_range: str | None
    if_none_match: str | None


class RangeNotSatisfiable(Problem):
    status, slug = 416, "range-not-satisfiable"


async def wanted(
    request: Request,
    inline: Annotated[bool, Query(description="to be shown in a page, where its type may be")] = False,
    range_: Annotated[str | None, Header(alias="range", description="bytes=first-last, …")] = None,
    if_range: Annotated[str | None, Header(description="the ETag that Range is meant for")] = None,
    if_none_match: Annotated[str | None, Header(max_length=1000, description="the ETag of what you have")] = None,
) -> Wanted:
    return Wanted(request.method == "HEAD", inline, range_, if_range, if_none_match)


InWanted = Annotated[Wanted, Depends(wanted)]


async def hand_out(store: Store, served: Served, asked: Wanted) -> Response:
    """Returns the answer to a request for a file. Raises a 416, and a 503 where the store does not give out the first
    bytes; where it fails later, the connection ends too early, and the rest can be asked for.
    """
    etag = f'"{served.sha256}"'
    headers = headers_of(BY_CODE[served.type_code], served.name, asked.inline)
    headers |= {"ETag": etag, "Cache-Control": served.kept}
    if has(asked.if_none_match, etag):
        return Response(status_code=304, headers=headers)
    if asked.head:
        return Response(headers=headers | {"Content-Length": str(served.size)})
    found = asked_range(asked.ranges, served.size, asked.if_range, etag)
    if isinstance(found, Unsatisfiable):
        raise RangeNotSatisfiable(
            f"The file has {served.size} bytes: ask for some of these.",
            headers={"Content-Range": unsatisfied_range(served.size)},
        )
    if not isinstance(found, Partial):
        whole = Span(0, served.size - 1)
        return await _streamed(200, headers, _bytes(store, served.key, whole), served.size)
    if len(found.spans) == 1:
        (span,) = found.spans
        headers["Content-Range"] = content_range(span, served.size)
        return await _streamed(206, headers, _bytes(store, served.key, span), span.length)
    frame = multipart(found, served.size, headers["Content-Type"], secrets.token_hex(16))
    headers["Content-Type"] = frame.content_type
    return await _streamed(206, headers, _framed(store, served.key, found, frame), frame.length)


async def _streamed(status: int, headers: dict[str, str], chunks: AsyncIterator[bytes], length: int) -> Response:
    """The first bytes are read before the answer begins, so that it can still be another one."""
    with store_told(_AGAIN):
        try:
            first = await anext(chunks, b"")
        except Missing as error:
            raise StoreAway from error

    async def all_of_them() -> AsyncIterator[bytes]:
        yield first
        async for chunk in chunks:
            yield chunk

    return StreamingResponse(all_of_them(), status, headers | {"Content-Length": str(length)})


async def _bytes(store: Store, key: str, span: Span) -> AsyncIterator[bytes]:
    async for data in read_all(store, key, span.first, span.length, PIECE):
        for start in range(0, len(data), SLICE):
            yield data[start : start + SLICE]


async def _framed(store: Store, key: str, partial: Partial, frame: Multipart) -> AsyncIterator[bytes]:
    for head, span in zip(frame.heads, partial.spans, strict=True):
        yield head
        async for data in _bytes(store, key, span):
            yield data
    yield frame.end
