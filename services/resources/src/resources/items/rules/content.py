"""What of an item is adopted and adapted: its fields, and its parts in their order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from hashlib import sha256
from re import fullmatch
from typing import TypeAlias, get_origin, get_type_hints
from uuid import UUID

from resources.common.rules.problems import Problem
from shared.values.json_types import Json

MOST_PARTS = 200
"""So many parts an item has at most: a page can show them, and a merge stays quick."""


class ItemKind(StrEnum):
    """What an item is for, in the words of a library's shelves."""

    ASSESSMENT = "assessment"
    GUIDEBOOK = "guidebook"
    VIDEO = "video"
    LESSON_CONTENT = "lesson_content"
    TOOL = "tool"
    TEMPLATE = "template"
    LINK = "link"


class PartKind(StrEnum):
    """What a part is: a file in the store, the address of something elsewhere, or words."""

    FILE = "file"
    LINK = "link"
    TEXT = "text"


class AlignedTo(StrEnum):
    """What an alignment names: an item of a framework's edition, or a condition of an instrument's version."""

    ITEM = "item"
    CONDITION = "condition"


class Relation(StrEnum):
    """What a resource does for what it is aligned to, in the words of schema.org."""

    TEACHES = "teaches"
    ASSESSES = "assesses"
    SUPPORTS = "supports"


@dataclass(frozen=True, slots=True)
class Alignment:
    """`edition_id` is the edition or version that `target` is looked up in, so that it means the same for ever."""

    to: AlignedTo
    relation: Relation
    edition_id: UUID
    target: str


@dataclass(frozen=True, slots=True)
class CaptionOf:
    """The part that a caption file belongs to, and the SHA-256 of the file that it was written for."""

    part_key: UUID
    sha256: str


class Holder(StrEnum):
    """Who holds the rights in a part: the district whose people made it, the author alone, or somebody else."""

    DISTRICT = "district"
    AUTHOR = "author"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Body:
    """What a part is, and under which licence. These are one thing: a file is never taken without its own licence.

    `source` is a file's SHA-256 in lower-case hexadecimal, a link's address, or a text's words. `licence` is the
    id of a licence with its version; None: nobody has set one, so that it is private. `holder` may give others, and
    `holder_name` is how they are called where the part is shown.
    """

    kind: PartKind
    source: str
    licence: str | None = None
    caption_of: CaptionOf | None = None
    holder: Holder = Holder.OTHER
    holder_name: str = ""


@dataclass(frozen=True, slots=True)
class Author:
    """Who made something, by the name under which they want to be known for it."""

    person_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """`part_key` stays the same in every version, and in what is adapted of it: by it parts are compared."""

    part_key: UUID
    title: str
    body: Body


@dataclass(frozen=True, slots=True)
class Content:
    """An item as one of its versions has it.

    A field that is a set is compared member by member, `parts` part by part, and every other field as a whole; a new
    field is compared without another line. `preparation` says in words what has to be got ready, and
    `preparation_time` how many minutes that takes; None: nobody has said. `accessibility` are claims in schema.org's
    words. Authors are named in the order of their names.
    """

    title: str
    kind: ItemKind = ItemKind.LESSON_CONTENT
    description: str = ""
    language: str = "en"
    grade_band: str | None = None
    preparation: str = ""
    preparation_time: int | None = None
    accessibility: frozenset[str] = frozenset()
    alignments: frozenset[Alignment] = frozenset()
    authors: frozenset[Author] = frozenset()
    parts: tuple[Part, ...] = field(default=())

    def keys(self) -> tuple[UUID, ...]:
        """Returns the keys of the parts, in their order."""
        return tuple(part.part_key for part in self.parts)

    def files(self) -> list[str]:
        """Returns the SHA-256 of its files."""
        return [part.body.source for part in self.parts if part.body.kind == PartKind.FILE]

    def part(self, key: UUID) -> Part | None:
        """Returns the part of this key; None where there is none."""
        return next((part for part in self.parts if part.part_key == key), None)


Value: TypeAlias = str | int | Author | Alignment | Part | Body | tuple[UUID, ...] | None
"""What may stand at a place of a content; None: nothing."""

SETS: tuple[str, ...] = tuple(name for name, hint in get_type_hints(Content).items() if get_origin(hint) is frozenset)
"""The fields that are compared member by member."""
SINGLE: tuple[str, ...] = tuple(one.name for one in fields(Content) if one.name not in (*SETS, "parts"))
"""The fields that are compared as a whole."""
PART_FIELDS: tuple[str, ...] = tuple(one.name for one in fields(Part) if one.name != "part_key")
"""The fields of a part that are compared, each as a whole."""


def changed_fields(before: Part | Body, after: Part | Body) -> tuple[str, ...]:
    """Returns the names of the fields in which two parts, or two bodies, differ."""
    return tuple(one.name for one in fields(before) if getattr(before, one.name) != getattr(after, one.name))


def digest(value: object) -> str:
    """Returns a SHA-256 in hexadecimal that equal values of these rules share, and others do not."""
    return sha256(json.dumps(_as_json(value), sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _as_json(value: object) -> Json:
    if is_dataclass(value):
        return {one.name: _as_json(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, frozenset):
        return sorted((_as_json(one) for one in value), key=json.dumps)
    if isinstance(value, tuple):
        return [_as_json(one) for one in value]
    return None if value is None else str(value)


def stale_captions(content: Content) -> tuple[UUID, ...]:
    """Returns the keys of the captions that belong to no part, or were written for another file than it has now."""
    sources = {part.part_key: part.body.source for part in content.parts}
    captions = ((part.part_key, part.body.caption_of) for part in content.parts)
    return tuple(key for key, of in captions if of is not None and sources.get(of.part_key) != of.sha256)


def validate_content(content: Content) -> Iterator[Problem]:
    """Yields what keeps a content from being compared and merged."""
    if not content.title.strip():
        yield Problem("/title", "It has no title: write one.")
    if len(content.parts) > MOST_PARTS:
        yield Problem("/parts", f"There are more than {MOST_PARTS} parts: make two items of it.")
    seen: set[UUID] = set()
    for place, part in enumerate(content.parts):
        if part.part_key in seen:
            yield Problem(f"/parts/{place}/part_key", "Another part has this key: give each part its own.")
        seen.add(part.part_key)
        yield from _validate_part(f"/parts/{place}", part)


def _validate_part(pointer: str, part: Part) -> Iterator[Problem]:
    body = part.body
    if body.kind == PartKind.FILE and not fullmatch("[0-9a-f]{64}", body.source):
        yield Problem(f"{pointer}/source", "That is no SHA-256: write 64 lower-case hexadecimal digits.")
    if not body.source.strip():
        yield Problem(f"{pointer}/source", "The part is empty: name a file, an address or words.")
    if body.caption_of is not None and body.kind != PartKind.FILE:
        yield Problem(f"{pointer}/caption_of", "Captions are a file: upload them as one.")
    if body.caption_of is not None and body.caption_of.part_key == part.part_key:
        yield Problem(f"{pointer}/caption_of", "A part is no caption of itself: name the video.")
