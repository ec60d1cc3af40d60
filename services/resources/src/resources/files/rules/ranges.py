"""Which bytes of a file somebody asks for (RFC 9110, 14 and 13.1.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

MOST_RANGES = 16
"""More are ignored (RFC 9110, 14.2 allows it): the whole file is the answer."""
LONGEST_HEADER = 1000

_UNIT = re.compile(r"bytes=(.*)", re.IGNORECASE)
_ONE = re.compile(r"(?:([0-9]{1,30})-([0-9]{1,30})?|-([0-9]{1,30}))")


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from the first to the last, both counted: 0 to 0 is one byte."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Whole:
    """All of the file: 200."""


@dataclass(frozen=True, slots=True)
class Partial:
    """Some of it: 206. The spans ascend, and none touches the next; more than one is sent as multipart/byteranges."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Unsatisfiable:
    """None of what was asked for is there: 416, with `unsatisfied_range` as Content-Range."""


def asked_range(
    header: str | None, size: int, if_range: str | None = None, etag: str | None = None
) -> Whole | Partial | Unsatisfiable:
    """Returns what to answer to `Range` and `If-Range` for a file of `size` bytes with this (quoted, strong) ETag.

    What is malformed, or another unit, is ignored, as is a range of a version that is not this one. Spans that overlap
    or touch become one.
    """
    if header is None or len(header) > LONGEST_HEADER or not _is_this_version(if_range, etag):
        return Whole()
    unit = _UNIT.fullmatch(header.strip(" \t"))
    asked = [one for one in (piece.strip(" \t") for piece in unit[1].split(",")) if one] if unit else []
    if not asked or len(asked) > MOST_RANGES:
        return Whole()
    spans: list[Span] = []
    for one in asked:
        parsed = _ONE.fullmatch(one)
        if parsed is None:
            return Whole()
        first, last, suffix = (int(number) if number else None for number in parsed.groups())
        if first is not None and last is not None and last < first:
            return Whole()
        spans += _spans(first, last, suffix, size)
    if spans:
        return Partial(_joined(spans))
    # An empty file has no last bytes, and asking for them is no mistake: all of it is nothing.
    return Whole() if size == 0 and any(re.fullmatch(r"-0*[1-9][0-9]*", one) for one in asked) else Unsatisfiable()


def content_range(span: Span, size: int) -> str:
    return f"bytes {span.first}-{span.last}/{size}"


def unsatisfied_range(size: int) -> str:
    return f"bytes */{size}"


@dataclass(frozen=True, slots=True)
class Multipart:
    """The frame of a multipart/byteranges body: `heads[n]`, then the bytes of span n, for each; then `end`.

    `length` is the Content-Length of all of it.
    """

    content_type: str
    heads: tuple[bytes, ...]
    end: bytes
    length: int


def multipart(partial: Partial, size: int, media_type: str, boundary: str) -> Multipart:
    """Returns the frame for several spans; `boundary` is random, so that no file can hold it on purpose."""
    heads = tuple(
        f"\r\n--{boundary}\r\nContent-Type: {media_type}\r\nContent-Range: {content_range(span, size)}\r\n\r\n".encode()
        for span in partial.spans
    )
    end = f"\r\n--{boundary}--\r\n".encode()
    length = sum(map(len, heads)) + sum(span.length for span in partial.spans) + len(end)
    return Multipart(f"multipart/byteranges; boundary={boundary}", heads, end, length)


def _is_this_version(if_range: str | None, etag: str | None) -> bool:
    """Strong comparison. A date never holds: files have no time that is known to the second."""
    return if_range is None or (etag is not None and etag.startswith('"') and if_range.strip(" \t") == etag)


def _spans(first: int | None, last: int | None, suffix: int | None, size: int) -> Iterable[Span]:
    if suffix is not None:
        first, last = max(0, size - suffix), None
    if first is not None and first < size:
        yield Span(first, size - 1 if last is None else min(last, size - 1))


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for span in sorted(spans, key=lambda one: one.first):
        if joined and span.first <= joined[-1].last + 1:
            joined[-1] = Span(joined[-1].first, max(joined[-1].last, span.last))
        else:
            joined.append(span)
    return tuple(joined)
