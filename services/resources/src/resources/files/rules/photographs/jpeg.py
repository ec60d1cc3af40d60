"""A JPEG without what describes it (ITU-T T.81, annex B)."""

from __future__ import annotations

import re

from resources.files.rules.photographs.broken import Broken
from resources.files.rules.photographs.exif import exif_of, orientation_of

_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_APPS = range(0xE0, 0xF0)
_LETTERS = b"Exif\0\0"
_KEPT = {0xE0: (b"JFIF\0",), 0xE2: (b"ICC_PROFILE\0",), 0xEE: (b"Adobe",)}
"""Of what applications write: how dense, in which colours and in which transformation the picture is."""
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
"""Zero makes 0xFF a byte of the picture, and restarts belong to it."""


def cleaned_jpeg(data: bytes) -> bytes:
    """Returns the picture; raises Broken where it is none, or ends before its end."""
    if data[:2] != b"\xff\xd8":
        raise Broken
    kept: list[bytes] = []
    orientation = 1
    place = 2
    while True:
        marker, place = _marker(data, place)
        if marker == _EOI:
            break
        length = int.from_bytes(data[place : place + 2], "big")
        segment = data[place : place + length]
        if length < 2 or len(segment) < length:
            raise Broken
        if marker == 0xE1 and segment[2:].startswith(_LETTERS) and orientation == 1:
            orientation = orientation_of(segment[2 + len(_LETTERS) :])
        if _stays(marker, segment[2:]):
            kept += [bytes((0xFF, marker)), segment]
        place += length
        if marker == _SOS:
            found = _MARKER_IN_SCAN.search(data, place)
            if found is None:
                raise Broken
            kept.append(data[place : found.start()])
            place = found.start()
    return b"".join([b"\xff\xd8", *_turned(orientation), *kept, b"\xff\xd9"])


def _marker(data: bytes, place: int) -> tuple[int, int]:
    """The marker that stands here, and where what follows it begins; any number of 0xFF may come before it."""
    start = place
    while data[place : place + 1] == b"\xff":
        place += 1
    if place == start or place >= len(data) or data[place] in (0x00, 0x01, _SOI) or 0xD0 <= data[place] <= 0xD7:
        raise Broken
    return data[place], place + 1


def _stays(marker: int, content: bytes) -> bool:
    return content.startswith(_KEPT.get(marker, ())) if marker in _APPS else marker != _COM


def _turned(orientation: int) -> list[bytes]:
    if orientation == 1:
        return []
    content = _LETTERS + exif_of(orientation)
    return [b"\xff\xe1", (len(content) + 2).to_bytes(2, "big"), content]
