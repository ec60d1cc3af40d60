"""How a picture is turned: the one entry of Exif that is kept (TIFF 6.0; Exif 2.32, 4.6.4 A)."""

from __future__ import annotations

import struct

_ORIENTATION = 0x0112
_MOST_ENTRIES = 512


def orientation_of(tiff: bytes) -> int:
    """Returns how a picture is turned, from 1 (not at all) to 8, by Exif without its six first letters; 1 if unsaid."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 10:
        return 1
    (first,) = struct.unpack_from(f"{order}L", tiff, 4)
    if first + 2 > len(tiff):
        return 1
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    for number in range(min(count, _MOST_ENTRIES)):
        entry = tiff[first + 2 + 12 * number : first + 14 + 12 * number]
        if len(entry) < 12:
            return 1
        tag, kind, values, value = struct.unpack(f"{order}HHLHxx", entry)
        if tag == _ORIENTATION:
            return value if kind == 3 and values == 1 and 1 <= value <= 8 else 1
    return 1


def exif_of(orientation: int) -> bytes:
    """Returns Exif that says how a picture is turned and nothing else."""
    return struct.pack(">2sHLHHHLHxxL", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, orientation, 0)
