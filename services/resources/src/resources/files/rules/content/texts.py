"""Is it a text of this type? Texts are UTF-8, and none is so large that it is not read whole."""

from __future__ import annotations

import re
from xml.parsers import expat  # nothing outside the text is ever fetched, and no entity may be declared

from resources.files.rules.content.sample import Sample

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_VTT = re.compile(r"WEBVTT(?:[ \t][^\n\r]*)?(?:[\n\r]|\Z)")
_SRT = re.compile(
    r"\s*[0-9]+[ \t]*\r?\n[0-9]{1,2}:[0-9]{2}:[0-9]{2}[,.][0-9]{1,3} --> [0-9]{1,2}:[0-9]{2}:[0-9]{2}[,.]"
)
_OTHERS = ("%PDF-", "{\\rtf")
"""So begin files that are written in letters and are no texts."""
_SVG = "http://www.w3.org/2000/svg svg"
_ACTIVE = frozenset({"script", "foreignobject", "iframe", "object", "embed", "handler", "listener"})


def wrong_with_text(code: str, sample: Sample) -> str | None:
    """Returns what keeps the bytes from being a text of this type, or None."""
    if not sample.is_whole:
        return "it is too large for a text"
    try:
        text = sample.head.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "it is not written in UTF-8: save it anew with that encoding"
    if _CONTROL.search(text):
        return "it holds signs that no text has"
    if text.startswith(_OTHERS):
        return "it begins as something else does"
    match code:
        case "vtt":
            return None if _VTT.match(text) else "it does not begin with WEBVTT"
        case "srt":
            return None if _SRT.match(text) else "it does not begin with a number and two times"
        case "svg":
            return _wrong_with_svg(sample.head)
        case _:
            return None


class _NotTaken(Exception):
    """Something in a drawing that is not taken; the message says what."""


def _wrong_with_svg(data: bytes) -> str | None:
    """Without a document type there is no entity, so nothing grows and nothing is fetched while it is read."""
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    roots: list[str] = []

    def begin(tag: str, attributes: dict[str, str]) -> None:
        if not roots:
            roots.append(tag)
            if tag != _SVG:
                raise _NotTaken("its outermost element is not svg")
        if tag.rpartition(" ")[2].lower() in _ACTIVE:
            raise _NotTaken("it holds a script or another page: save it without")
        for name, value in attributes.items():
            address = "".join(value.split()).lower()
            if name.rpartition(" ")[2].lower().startswith("on") or "javascript:" in address or "data:text/" in address:
                raise _NotTaken("it holds a script: save it without")

    def refuse(*_: object) -> None:
        raise _NotTaken("it declares a document type: save it as plain SVG")

    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except _NotTaken as found:
        return str(found)
    except expat.ExpatError:
        return "it is no well-formed XML"
    return None
