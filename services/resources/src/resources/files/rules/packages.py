"""Reading a package (a zip that somebody sent) without believing it.

`wrong_with_listing` looks at the directory alone, before anything is unpacked. `unpack` does so first, and then gives
out the members in the memory of the directory and one piece.
"""

from __future__ import annotations

import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from resources.common.rules.problems import Problem
from resources.files.rules.content.directory import MOST_MEMBERS, Listed, members_of
from resources.files.rules.content.sample import TAIL, Sample
from resources.files.rules.file_types import BY_EXTENSION, GIB, KIB, MIB, Form, in_words
from resources.files.rules.names import clean_name

POINTER = "/file"
_STORED, _DEFLATED = 0, 8
_BEGINNING = 4
"""So many first bytes say whether it begins as a zip does; of the head of a file nothing else is asked here."""
_DRIVE = re.compile("[A-Za-z]:")
_BALLAST = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_BROKEN = "The package is broken: make it anew."
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
_LOCKED = 0x1 | 0x40
_ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\0",
    b"(\xb5/\xfd",
)
_OWN_ZIPS = frozenset(e for e, one in BY_EXTENSION.items() if one.form == Form.ZIP and one.code != "zip")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a package may hold. Sizes in bytes, unpacked; `ratio` counts once more than `ratio_from` bytes came."""

    members: int = MOST_MEMBERS
    member_bytes: int = 500 * MIB
    total_bytes: int = 2 * GIB
    ratio: int = 100
    ratio_from: int = 10 * MIB
    depth: int = 20
    piece: int = 64 * KIB


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes of a member; the last of a member says so, and may be empty. `path` is safe: pieces divided by `/`."""

    path: str
    data: bytes
    is_last: bool


def is_ballast(path: str) -> bool:
    """Whether a member is what a desktop writes into every package, and nobody has put there: it is passed over."""
    pieces = path.split("/")
    return pieces[0] == "__MACOSX" or pieces[-1] in _BALLAST


def wrong_with_listing(listed: Sequence[Listed], size: int, limits: Limits = LIMITS) -> Iterator[Problem]:
    """Yields what its directory says against a package of `size` bytes. What is declared is believed here, for no more
    than that is ever read.
    """
    if len(listed) > limits.members:
        yield _problem(f"It holds {len(listed)} files, and may hold {limits.members}: divide it.")
        return
    declared = sum(one.size for one in listed)
    if declared > limits.total_bytes:
        yield _problem(f"Unpacked it has {in_words(declared)}, and may have {in_words(limits.total_bytes)}: divide it.")
    elif declared > limits.ratio_from and declared > limits.ratio * size:
        yield _problem("It unpacks to far more than it has: that is no ordinary package. Make it anew.")
    of_members = [(one, _wrong_with_member(one, limits)) for one in listed if not is_ballast(one.name)]
    wrong = [_problem(f"{_shown(one.name)}: {why}") for one, why in of_members if why is not None]
    # Whether paths clash is asked only of those that are sound, and so are short.
    yield from wrong or _clashes([one for one, _ in of_members])
    yield from _overlaps(listed, size)


def unpack(file: IO[bytes], limits: Limits = LIMITS) -> Iterator[Piece | Problem]:
    """Yields the members of a package, piece by piece, in the order of its directory; or all that is against it.

    A Problem may come after pieces: what came before it is then to be thrown away. Never raises for what is in the
    file; what reading it raises (OSError) goes through.
    """
    sample = _ends_of(file)
    listed = members_of(sample)
    if isinstance(listed, str):
        yield _problem(f"It cannot be read: {listed}. Make the package anew.")
        return
    problems = list(wrong_with_listing(listed, sample.size, limits))
    if problems:
        yield from problems
        return
    try:
        yield from _pieces(file, listed, limits)
    except _UNREADABLE:
        yield _problem(_BROKEN)


def _ends_of(file: IO[bytes]) -> Sample:
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    file.seek(0)
    return Sample(file.read(_BEGINNING), tail, size)


def _pieces(file: IO[bytes], listed: Sequence[Listed], limits: Limits) -> Iterator[Piece | Problem]:
    with zipfile.ZipFile(file) as package:
        infos = package.infolist()
        # Another directory than the one that was looked at is read where a second end is hidden in it.
        if [(one.header_offset, one.compress_size, one.file_size) for one in infos] != [
            (one.starts, one.packed, one.size) for one in listed
        ]:
            yield _problem(_BROKEN)
            return
        for info in infos:
            if info.is_dir() or is_ballast(info.filename):
                continue
            for found in _member(package, info, limits):
                yield found
                if isinstance(found, Problem):
                    return


def _member(package: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> Iterator[Piece | Problem]:
    """zipfile gives out no more than the size that the directory declares, and holds a piece at a time."""
    came = 0
    with package.open(info) as member:
        while data := member.read(limits.piece):
            if came == 0 and data.startswith(_ARCHIVES) and _extension(info.filename) not in _OWN_ZIPS:
                yield _problem(f"{_shown(info.filename)}: it is a package itself. Put its files in directly.")
                return
            came += len(data)
            yield Piece(info.filename, data, False)
    yield Piece(info.filename, b"", True) if came == info.file_size else _problem(_BROKEN)


def _wrong_with_member(one: Listed, limits: Limits) -> str | None:
    if one.flags & _LOCKED:
        return "it is locked with a password. Make the package without one."
    if one.method not in (_STORED, _DEFLATED):
        return "it is compressed in a way that is not read. Make an ordinary zip."
    kind = stat.S_IFMT(one.mode)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "it is a link or a device. Put the file itself in."
    if one.size > limits.member_bytes:
        return f"it has {in_words(one.size)}, and may have {in_words(limits.member_bytes)}."
    if one.size > limits.ratio_from and one.size > limits.ratio * one.packed:
        return "it unpacks to far more than it has. Make the package anew."
    if one.packed == 0 < one.size or (one.method == _STORED and one.packed != one.size):
        return "its sizes contradict each other. Make the package anew."
    return _wrong_with_path(one.name, limits) or _wrong_with_moment(one.made)


def _wrong_with_path(path: str, limits: Limits) -> str | None:
    pieces = path.removesuffix("/").split("/")
    if "\\" in path or _DRIVE.match(path) or any(piece in ("", ".", "..") for piece in pieces):
        return "its path leads out of the package, or could. Use plain folders and names."
    if len(pieces) > limits.depth:
        return f"it lies deeper than {limits.depth} folders. Put it further up."
    # Folders need no extension; a name's own rules hold for each piece.
    for piece in pieces:
        tried = clean_name(f"{piece}.txt")
        if isinstance(tried, Problem):
            return tried.detail
        if tried.text != f"{unicodedata.normalize('NFC', piece)}.txt":
            return "its name would be another one on some computers. Give it a plain one."
    return None


def _wrong_with_moment(made: tuple[int, int]) -> str | None:
    """Whether its time is one at all; many packers write zeros, which say nothing."""
    day, time = made
    if day == 0:
        return None
    try:
        date(1980 + (day >> 9), day >> 5 & 0xF, day & 0x1F)
        is_time = time >> 11 < 24 and time >> 5 & 0x3F < 60 and time & 0x1F < 30
    except ValueError:
        is_time = False
    return None if is_time else "its date is none. Make the package anew."


def _clashes(listed: Sequence[Listed]) -> Iterator[Problem]:
    """Members that would be one on some computer, and files that others lie in as if they were folders."""
    seen: set[str] = set()
    files: set[str] = set()
    for one in listed:
        folded = unicodedata.normalize("NFC", one.name.removesuffix("/")).casefold()
        if folded in seen:
            yield _problem(f"{_shown(one.name)}: it is there twice, or differs from another by capitals alone.")
        seen.add(folded)
        if not one.name.endswith("/"):
            files.add(folded)
    for path in sorted(seen):
        pieces = path.split("/")
        if any("/".join(pieces[:count]) in files for count in range(1, len(pieces))):
            yield _problem(f"{_shown(path)}: it lies in a folder that is a file.")


def _overlaps(listed: Sequence[Listed], size: int) -> Iterator[Problem]:
    """Members that share bytes: so a small package is unpacked to any size."""
    ordered = sorted(listed, key=lambda one: one.starts)
    following = [*(one.starts for one in ordered[1:]), size]
    for one, limit in zip(ordered, following, strict=True):
        if one.starts + 30 + len(one.name) + one.packed > limit:
            yield _problem(f"{_shown(one.name)}: it shares its bytes with another. Make the package anew.")


def _extension(path: str) -> str:
    return path.rpartition(".")[2].lower()


def _shown(path: str) -> str:
    """A path as a message may hold it: short, and nothing in it that cannot be seen."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in path[:100]) or "(no name)"


def _problem(detail: str) -> Problem:
    return Problem(POINTER, detail)
