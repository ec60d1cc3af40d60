"""A PNG without what describes it (PNG, third edition, 5 and 11)."""

from __future__ import annotations

import zlib

from resources.files.rules.photographs.broken import Broken
from resources.files.rules.photographs.exif import exif_of, orientation_of

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"cHRM",
        b"gAMA",
        b"iCCP",
        b"sBIT",
        b"sRGB",
        b"cICP",
        b"mDCV",
        b"cLLI",
    }
    | {b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT"}
)


def cleaned_png(data: bytes) -> bytes:
    """Returns the picture; raises Broken where it is none, or ends before its end."""
    if not data.startswith(_SIGNATURE):
        raise Broken
    kept: list[bytes] = []
    orientation = 1
    place = len(_SIGNATURE)
    kind = b""
    while kind != b"IEND":
        length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        chunk = data[place : place + length + 12]
        if len(chunk) < length + 12 or zlib.crc32(chunk[4:-4]).to_bytes(4, "big") != chunk[-4:]:
            raise Broken
        if kind == b"eXIf":
            orientation = orientation_of(chunk[8:-4])
        # A chunk that is unknown and whose first letter is small is one that readers can do without (5.4).
        if kind in _KEPT:
            kept.append(chunk)
        elif not kind[0] & 0x20:
            raise Broken
        place += length + 12
    if kept[0][4:8] != b"IHDR":
        raise Broken
    return b"".join([_SIGNATURE, kept[0], *_turned(orientation), *kept[1:]])


def _turned(orientation: int) -> list[bytes]:
    if orientation == 1:
        return []
    body = b"eXIf" + exif_of(orientation)
    return [(len(body) - 4).to_bytes(4, "big"), body, zlib.crc32(body).to_bytes(4, "big")]
