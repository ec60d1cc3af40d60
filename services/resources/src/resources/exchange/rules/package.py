"""A package: a zip of `metadata.jsonld`, which describes all its items, and of their files as `files/<sha256>.<ext>`.

It is written as a stream, and the same items give the same bytes: nothing is compressed, for what is large is so
already, and no member has a date of its own. Whoever reads one believes it in nothing (`files.rules.packages`).
"""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO

from resources.common.rules.problems import Problem
from resources.exchange.rules.described import Exchanged, FileFacts
from resources.exchange.rules.jsonld import graph_document
from resources.files.rules.file_types import in_words
from resources.files.rules.packages import LIMITS, Limits

METADATA = "metadata.jsonld"
FOLDER = "files/"
MOST_ITEMS = 1_000
LARGEST_METADATA = 20 * 1024 * 1024
"""Bytes: what is read into memory at once."""
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def path_of(sha256: str, facts: FileFacts) -> str:
    """Returns where a file lies in a package."""
    return f"{FOLDER}{sha256}.{facts.extension}"


def metadata_of(items: Sequence[Exchanged]) -> bytes:
    return json.dumps(graph_document(items, path_of), ensure_ascii=False, indent=1).encode()


def files_of(items: Sequence[Exchanged]) -> dict[str, FileFacts]:
    """Returns the files of the items by SHA-256, each once, in the order in which they lie in a package."""
    found = {sha256: facts for one in items for sha256, facts in one.item.files.items()}
    return {sha256: found[sha256] for sha256 in sorted(found)}


def wrong_with_items(items: Sequence[Exchanged], limits: Limits = LIMITS) -> Iterator[Problem]:
    """Yields what keeps a package of these items from being read again: to be asked before one is begun."""
    files = files_of(items)
    if len(items) > MOST_ITEMS:
        yield Problem("", f"These are {len(items)} items, and a package holds {MOST_ITEMS}: make several.")
    if len(files) + 1 > limits.members:
        yield Problem("", f"These are {len(files)} files, and a package holds {limits.members - 1}: make several.")
    metadata = len(metadata_of(items))
    if metadata > LARGEST_METADATA:
        yield Problem("", f"Their words have more than {in_words(LARGEST_METADATA)}: make several packages.")
    if metadata + sum(facts.size for facts in files.values()) > limits.total_bytes:
        yield Problem("", f"Together they have more than {in_words(limits.total_bytes)}: make several packages.")
    for place, one in enumerate(items):
        for sha256, facts in one.item.files.items():
            if facts.size > limits.member_bytes:
                detail = f"has {in_words(facts.size)}, and may have {in_words(limits.member_bytes)}"
                yield Problem(f"/{place}", f"The file {sha256[:12]}… {detail}: leave its item out.")
            if facts.extension == "zip":
                yield Problem(f"/{place}", f"The file {sha256[:12]}… is a package itself: leave its item out.")


class WrongFile(Exception):
    """The bytes are not those of the file that was begun: the package is broken off, and must not be finished."""


class PackageWriter:
    """Gives out a package piece by piece: the metadata, then each of `files_of` in that order, then its end.

    It asks for no bytes itself, so that they may come from anywhere, and holds no more than a piece.
    """

    def __init__(self) -> None:
        self._sink = _Sink()
        self._zip = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_STORED)
        self._member: IO[bytes] | None = None
        self._sha256 = ""
        self._digest = hashlib.sha256()

    def metadata(self, items: Sequence[Exchanged]) -> bytes:
        """Returns the beginning of the package."""
        data = metadata_of(items)
        with self._zip.open(_member(METADATA, len(data)), "w") as member:
            member.write(data)
        return self._sink.taken()

    def begin_file(self, sha256: str, facts: FileFacts) -> bytes:
        self._member = self._zip.open(_member(path_of(sha256, facts), facts.size), "w")
        self._sha256, self._digest = sha256, hashlib.sha256()
        return self._sink.taken()

    def feed(self, piece: bytes) -> bytes:
        """Returns some bytes of the file that was begun, as they lie in the package."""
        assert self._member is not None, "no file was begun"  # noqa: S101 (a mistake of the program)
        self._digest.update(piece)
        self._member.write(piece)
        return self._sink.taken()

    def end_file(self) -> bytes:
        """Raises WrongFile where what was fed is not the file that was begun."""
        assert self._member is not None, "no file was begun"  # noqa: S101
        self._member.close()
        self._member = None
        if self._digest.hexdigest() != self._sha256:
            raise WrongFile(self._sha256)
        return self._sink.taken()

    def end(self) -> bytes:
        """Returns the directory and the end of the package."""
        self._zip.close()
        return self._sink.taken()


def _member(path: str, size: int) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(path, _NO_DATE)
    member.external_attr = (stat.S_IFREG | 0o644) << 16
    member.create_system = _UNIX
    member.file_size = size
    return member


class _Sink:
    """What is written waits here until it is taken. It cannot be gone back in, and so zipfile tries none of that."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def write(self, data: bytes, /) -> int:
        self._waiting += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        data = bytes(self._waiting)
        self._waiting.clear()
        return data
