"""From the bytes of a package to plain JSON values, refusing what no honest sender means.

Sizes are bounded by whoever receives the bytes; this module bounds depth and meaning.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NoReturn

CaseJson = dict[str, Any]
"""A package or a record of CASE as JSON. Which fields it has, and of what type, the standard says for each kind."""

# CASE itself nests eight deep (a link in a level in a criterion in a rubric).
MAX_DEPTH = 64

# An empty object takes two bytes of text and sixty-four of memory. 60 MB of real packages hold 300,000 of them.
MAX_OBJECTS = 1_000_000

# A value of two bytes can ask for a line of the report: this bounds the time that 60 MB of nonsense take.
MAX_COMMAS = 5_000_000

_SUSPICIOUS_ESCAPE = re.compile(rb"\\u(?:[dD][89a-fA-F]|0000)")


class UnreadablePackage(Exception):
    """These bytes, or this value, cannot be read as a CASE package: where (a JSON Pointer), and why."""

    def __init__(self, pointer: str, reason: str) -> None:
        super().__init__(f"{pointer or 'the package'}: {reason}")
        self.pointer = pointer
        self.reason = reason


class NotJson(UnreadablePackage):
    """These bytes are no JSON text at all."""


def parse(raw: bytes) -> object:
    """Returns the JSON value of `raw`: UTF-8, with or without a byte-order mark.

    Raises UnreadablePackage for another encoding, for what is not JSON (RFC 8259), for numbers that are not
    finite, names that occur twice in an object, text that cannot be stored (lone surrogates, U+0000), deep
    nesting, and more than MAX_OBJECTS objects and lists or MAX_COMMAS commas.
    """
    text = _decoded(raw)
    if raw.count(b"{") + raw.count(b"[") > MAX_OBJECTS:
        raise UnreadablePackage("", f"more than {MAX_OBJECTS} objects and lists; divide the framework")
    if raw.count(b",") > MAX_COMMAS:
        raise UnreadablePackage("", f"more than {MAX_COMMAS} commas; divide the framework")
    twice: list[tuple[dict[str, object], str]] = []

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        named = dict(pairs)
        if len(named) != len(pairs) and not twice:
            twice.append((named, Counter(name for name, _ in pairs).most_common(1)[0][0]))
        return named

    try:
        value: object = json.loads(text, object_pairs_hook=unique, parse_constant=_reject_constant, parse_float=_finite)
    except RecursionError:
        raise UnreadablePackage("", f"nested deeper than {MAX_DEPTH} levels") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise NotJson("", f"not JSON: {error.msg} at {where}") from None
    except ValueError as error:
        # Python refuses to read numbers of thousands of digits.
        raise UnreadablePackage("", f"a number that cannot be read: {error}") from None
    _ensure_depth(value)
    if twice:
        culprit, name = twice[0]
        pointer = next(where for where, inner in _walk(value) if inner is culprit)
        raise UnreadablePackage(_printable(pointer), f"the name {name[:80]!r} occurs twice in one object")
    if _SUSPICIOUS_ESCAPE.search(raw):
        _ensure_storable(value)
    return value


def pointer_step(name: str | int) -> str:
    """Returns one step of a JSON Pointer (RFC 6901)."""
    return "/" + str(name).replace("~", "~0").replace("/", "~1")


def _decoded(raw: bytes) -> str:
    if not raw.strip():
        raise NotJson("", "empty")
    if b"\0" in raw:
        raise NotJson("", "zero bytes: not UTF-8 text (UTF-16, perhaps)")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotJson("", f"not UTF-8 (byte {error.start})") from None


def _reject_constant(name: str) -> NoReturn:
    raise UnreadablePackage("", f"{name} is not a number of JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise UnreadablePackage("", f"the number {digits[:80]} is too large")
    return number


def _inside(value: object) -> list[tuple[str | int, object]]:
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, list):
        return list(enumerate(value))
    return []


def _containers(value: object) -> list[object]:
    if isinstance(value, dict):
        return [inner for inner in value.values() if isinstance(inner, dict | list)]
    if isinstance(value, list):
        return [inner for inner in value if isinstance(inner, dict | list)]
    return []


def _ensure_depth(value: object) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in _containers(outer)]
        if not level:
            return
    raise UnreadablePackage("", f"nested deeper than {MAX_DEPTH} levels")


def _walk(value: object) -> Iterator[tuple[str, object]]:
    yield "", value
    ahead = [("", value)]
    while ahead:
        pointer, outer = ahead.pop()
        for name, inner in _inside(outer):
            where = pointer + pointer_step(name)
            yield where, inner
            ahead.append((where, inner))


def _ensure_storable(value: object) -> None:
    for pointer, inner in _walk(value):
        texts = list(inner) if isinstance(inner, dict) else [inner]
        for text in texts:
            if isinstance(text, str) and not _storable(text):
                raise UnreadablePackage(
                    _printable(pointer), "text with half a character or U+0000, which cannot be stored"
                )


def _storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _printable(pointer: str) -> str:
    return pointer.encode("utf-8", "backslashreplace").decode().replace("\0", "\\u0000")
