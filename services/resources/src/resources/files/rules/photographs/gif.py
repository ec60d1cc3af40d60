"""A GIF without what describes it (GIF89a, 11 to 26): comments, XMP and what other applications write."""

from __future__ import annotations

from resources.files.rules.photographs.broken import Broken

_REPEATS = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")
_COMMENT, _APPLICATION = 0xFE, 0xFF


def cleaned_gif(data: bytes) -> bytes:
    """Returns the picture; raises Broken where it is none, or ends before its end."""
    if data[:6] not in (b"GIF87a", b"GIF89a") or len(data) < 14:
        raise Broken
    place = 13 + _colours(data[10])
    kept = [data[:place]]
    while data[place : place + 1] != b";":
        mark = data[place : place + 1]
        if mark == b"," and len(data) >= place + 11:
            end = _blocks_end(data, place + 11 + _colours(data[place + 9]))
        elif mark == b"!" and len(data) > place + 2:
            end = _blocks_end(data, place + 2)
        else:
            raise Broken
        if mark == b"," or _stays(data[place + 1], data[place + 2 : end]):
            kept.append(data[place:end])
        place = end
    return b"".join([*kept, b";"])


def _colours(packed: int) -> int:
    """How many bytes a table of colours takes."""
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0


def _blocks_end(data: bytes, place: int) -> int:
    """Where the sub-blocks that begin here end; each says its length, and one of none is the last."""
    while place < len(data):
        length = data[place]
        place += 1 + length
        if length == 0:
            return place
    raise Broken


def _stays(label: int, blocks: bytes) -> bool:
    return blocks.startswith(_REPEATS) if label == _APPLICATION else label != _COMMENT
