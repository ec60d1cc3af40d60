"""A WebP without what describes it (RFC 9649, 2)."""

from __future__ import annotations

from resources.files.rules.photographs.broken import Broken
from resources.files.rules.photographs.exif import exif_of, orientation_of

_KEPT = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04


def cleaned_webp(data: bytes) -> bytes:
    """Returns the picture; raises Broken where it is none, or ends before its end."""
    end = int.from_bytes(data[4:8], "little") + 8
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or end > len(data):
        raise Broken
    kept: list[tuple[bytes, bytes]] = []
    orientation = 1
    place = 12
    while place < end:
        kind, length = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        content = data[place + 8 : place + 8 + length]
        if place + 8 + length > end:
            raise Broken
        if kind == b"EXIF":
            orientation = orientation_of(content.removeprefix(b"Exif\0\0"))
        if kind in _KEPT:
            kept.append((kind, content))
        place += 8 + length + length % 2
    if not kept or (kept[0][0] == b"VP8X" and len(kept[0][1]) < 10):
        raise Broken
    body = b"WEBP" + b"".join(_chunk(kind, content) for kind, content in _flagged(kept, orientation))
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _flagged(kept: list[tuple[bytes, bytes]], orientation: int) -> list[tuple[bytes, bytes]]:
    """The chunks, first what says which there are. Only the extended form can say how a picture is turned."""
    kind, content = kept[0]
    if kind != b"VP8X":
        return kept
    flags = content[0] & ~(_EXIF_FLAG | _XMP_FLAG)
    if orientation == 1:
        return [(kind, bytes((flags,)) + content[1:]), *kept[1:]]
    return [(kind, bytes((flags | _EXIF_FLAG,)) + content[1:]), *kept[1:], (b"EXIF", exif_of(orientation))]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return kind + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)
