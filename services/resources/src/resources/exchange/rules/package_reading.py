"""Reading a package: the items that came whole, and about everything else a note of what is so and what to do.

What is wrong with the zip refuses all of it. What is wrong with an item refuses that item. A file counts only with the
bytes whose SHA-256 it is named by, so that nobody's file comes in under another's licence.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO
from uuid import UUID

from resources.common.rules.problems import Problem
from resources.exchange.rules.described import Exchanged, FileFacts, Note
from resources.exchange.rules.jsonld_reading import read_item
from resources.exchange.rules.nodes import Node
from resources.exchange.rules.package import FOLDER, LARGEST_METADATA, METADATA, MOST_ITEMS, path_of
from resources.files.rules.file_types import BY_EXTENSION, in_words
from resources.files.rules.packages import LIMITS, Limits, unpack
from shared.values.json_types import Json, JsonObject

_PATH = re.compile(rf"{FOLDER}([0-9a-f]{{64}})\.([a-z0-9]{{1,10}})")
_MOST_NOTES = 1_000
"""So many notes are given at most; who has more has one cause of them all."""


@dataclass(frozen=True, slots=True)
class PackageRead:
    """The items that came whole, and the notes in the order of what they are about. `files` are those of the items, by
    SHA-256; `file_pieces` gives out their bytes.
    """

    items: tuple[Exchanged, ...]
    files: Mapping[str, FileFacts]
    notes: tuple[Note, ...]


@dataclass(slots=True)
class _Came:
    """What came out of the zip."""

    metadata: bytearray = field(default_factory=bytearray)
    files: dict[str, FileFacts] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


class _Refused(Exception):
    """All of it is refused."""


def read_package(file: IO[bytes], limits: Limits = LIMITS) -> PackageRead:
    """Returns what a package holds. The file is gone through once, in the memory of its directory, its metadata and a
    piece; what reading it raises (OSError) goes through.
    """
    came = _Came()
    try:
        _unpacked(file, limits, came)
        graph = _graph(bytes(came.metadata))
    except _Refused as refused:
        return PackageRead((), {}, (Note("", str(refused)),))
    items = _items(graph, came)
    used = {sha256 for one in items for sha256 in one.item.files}
    for sha256, facts in came.files.items():
        if sha256 not in used:
            detail = f"{path_of(sha256, facts)}: no item that was taken in names it. It is left out."
            came.notes.append(Note("", detail, refused=False))
    files = {sha256: facts for sha256, facts in came.files.items() if sha256 in used}
    return PackageRead(items, files, tuple(came.notes[:_MOST_NOTES]))


def file_pieces(file: IO[bytes], read: PackageRead, limits: Limits = LIMITS) -> Iterator[tuple[str, bytes, bool]]:
    """Yields the bytes of the files of what was read: the SHA-256, a piece, and whether it is the file's last.

    The same file has to be given again. Raises ValueError where it is another by now.
    """
    paths = {path_of(sha256, facts): sha256 for sha256, facts in read.files.items()}
    for piece in unpack(file, limits):
        if isinstance(piece, Problem):
            raise ValueError(piece.detail)
        if piece.path in paths:
            yield paths[piece.path], piece.data, piece.is_last


def _unpacked(file: IO[bytes], limits: Limits, came: _Came) -> None:
    digest, size, has_metadata = hashlib.sha256(), 0, False
    for piece in unpack(file, limits):
        if isinstance(piece, Problem):
            raise _Refused(piece.detail)
        if piece.path == METADATA:
            has_metadata = True
            came.metadata += piece.data
            if len(came.metadata) > LARGEST_METADATA:
                raise _Refused(f"{METADATA} has more than {in_words(LARGEST_METADATA)}: make several packages.")
            continue
        digest.update(piece.data)
        size += len(piece.data)
        if piece.is_last:
            _note_file(piece.path, digest.hexdigest(), size, came)
            digest, size = hashlib.sha256(), 0
    if not has_metadata:
        raise _Refused(f"The package has no {METADATA}: put it in, at the top.")


def _note_file(path: str, digest: str, size: int, came: _Came) -> None:
    found = _PATH.fullmatch(path)
    if found is None:
        came.notes.append(Note("", f"{path[:100]}: it is no file of an item's. It is left out.", refused=False))
    elif found[2] not in BY_EXTENSION:
        came.notes.append(Note("", f"{path}: files of this type are not taken. Turn it into a PDF, say."))
    elif found[1] != digest:
        came.notes.append(Note("", f"{path}: its bytes are not those that it is named by. Make the package anew."))
    elif digest in came.files:
        came.notes.append(Note("", f"{path}: the same file came before. It is left out.", refused=False))
    else:
        came.files[digest] = FileFacts(found[2], BY_EXTENSION[found[2]].media_type, size)


def _graph(metadata: bytes) -> list[Json]:
    try:
        document: Json = json.loads(metadata.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise _Refused(f"{METADATA} is not UTF-8: save it as that.") from None
    except (ValueError, RecursionError) as error:
        raise _Refused(f"{METADATA} cannot be read as JSON ({str(error)[:100]}): write it anew.") from None
    graph = document.get("@graph") if isinstance(document, dict) else None
    if not isinstance(graph, list):
        raise _Refused(f"{METADATA} has no list of items: write them under @graph.")
    if len(graph) > MOST_ITEMS:
        raise _Refused(f"{METADATA} has {len(graph)} items, and may have {MOST_ITEMS}: make several packages.")
    return graph


def _once(pairs: list[tuple[str, Json]]) -> JsonObject:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an object has a term twice")
    return found


def _no_number(name: str) -> Json:
    raise ValueError(f"{name} is no number of JSON")


def _items(graph: list[Json], came: _Came) -> tuple[Exchanged, ...]:
    items: dict[UUID, Exchanged] = {}
    for place, value in enumerate(graph):
        pointer = f"/@graph/{place}"
        notes: list[Note] = []
        if not isinstance(value, dict):
            came.notes.append(Note(pointer, "It is no object: describe an item, or leave it out."))
            continue
        one = read_item(Node(value, pointer, notes), came.files)
        if one.item.item_id in items:
            notes.append(Note(f"{pointer}/identifier", "An item before it has this identifier: give each its own."))
        came.notes += notes
        if not any(note.refused for note in notes):
            items[one.item.item_id] = one
    return tuple(items.values())
