"""The directory at the end of a zip (APPNOTE 6.3.10, 4.3.12 and 4.3.16), read without unpacking anything."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from resources.files.rules.content.sample import Sample

MOST_MEMBERS = 2_000
_END = struct.Struct("<4s4H2LH")
_MEMBER = struct.Struct("<4s6H3L5H2L")
_NAME_IS_UTF8 = 0x800


@dataclass(frozen=True, slots=True)
class Listed:
    """A member as the directory lists it. Sizes in bytes, as they are declared; `made` is its day and its moment as DOS
    writes them; `starts` is where its own header lies.
    """

    name: str
    flags: int
    method: int
    made: tuple[int, int]
    packed: int
    size: int
    mode: int
    starts: int


def members_of(sample: Sample) -> tuple[Listed, ...] | str:
    """Returns what the directory lists, or what is wrong with the zip.

    The zip is refused where anything stands before it or between its directory and its end: readers then disagree on
    what is in it.
    """
    found = sample.tail.rfind(b"PK\x05\x06")
    if sample.head[:4] not in (b"PK\x03\x04", b"PK\x05\x06"):
        return "it does not begin as a zip does"
    if found < 0 or len(sample.tail) - found < _END.size:
        return "its end is missing"
    _, disk, first_disk, here, count, length, offset, comment = _END.unpack_from(sample.tail, found)
    if found + _END.size + comment != len(sample.tail):
        return "something stands behind its end"
    if disk or first_disk or here != count:
        return "it is one of several pieces"
    if count > MOST_MEMBERS or length > found:
        return f"it holds more than {MOST_MEMBERS} files"
    if count == 0:
        return "it holds no file"
    if offset + length != sample.size - len(sample.tail) + found:
        return "something stands between its files and its end"
    return _listed(sample.tail[found - length : found], count)


def _listed(directory: bytes, count: int) -> tuple[Listed, ...] | str:
    listed: list[Listed] = []
    place = 0
    for _ in range(count):
        if len(directory) - place < _MEMBER.size:
            return "its directory is broken"
        (mark, _, _, flags, method, time, day, _, packed, size, name, extra, note, _, _, attributes, starts) = (
            _MEMBER.unpack_from(directory, place)
        )
        place += _MEMBER.size
        raw = directory[place : place + name]
        place += name + extra + note
        if mark != b"PK\x01\x02" or place > len(directory):
            return "its directory is broken"
        try:
            text = raw.decode("utf-8" if flags & _NAME_IS_UTF8 else "cp437")
        except UnicodeDecodeError:
            return "a name in it is not written in UTF-8"
        listed.append(Listed(text, flags, method, (day, time), packed, size, attributes >> 16, starts))
    return tuple(listed) if place == len(directory) else "its directory is broken"
