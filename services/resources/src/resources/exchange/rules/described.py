"""An item as others may know it: no id of a person in it, and what it is aligned to called by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from resources.items.rules.content import AlignedTo, ItemKind, Part, Relation

NAMESPACE = UUID("2b0c4f0e-5c4b-5d0e-8f7e-6a54b0f5c9d1")
"""Of the ids of items that come without any: the same words have the same id each time they come."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """What an item is aligned to. `target` is looked up in `edition_id`; None: whoever takes it in has to find where.

    `code` is what people call the target, and what an empty `target` is looked up by; `name` are its words, `set_name`
    is what its framework or instrument is called, `url` where it can be read (of a CASE item: its URI). They are empty
    where nobody has said.
    """

    to: AlignedTo
    relation: Relation
    target: str
    edition_id: UUID | None = None
    code: str = ""
    name: str = ""
    set_name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a stored file. `size` in bytes; `extension` without its dot, in lower case."""

    extension: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Source:
    """Something that an item was made of: what it is called, and where it was found."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Described:
    """What an item says. `preparation_time` is in minutes. `claimed` are its authors' claims in schema.org's words for
    `accessibilityFeature`; `aligned` has no order of its own; `authors` are names, in the order in which they stand.

    `files` are the facts of the parts that are files, by SHA-256, and `credits` by part the lines that its licence
    wants to go along with it. Who holds the rights in a part is as the sender says: whether "the district" is one's
    own, whoever takes it in has to decide.
    """

    item_id: UUID
    title: str
    kind: ItemKind
    description: str = ""
    language: str = "en"
    grade_band: str | None = None
    preparation: str = ""
    preparation_time: int | None = None
    claimed: frozenset[str] = frozenset()
    aligned: frozenset[Aligned] = frozenset()
    authors: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    files: Mapping[str, FileFacts] = field(default_factory=lambda: MappingProxyType({}))
    credits: Mapping[UUID, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Published:
    """Where a version is published. `address` is where people read it, and `publisher` the district whose item it is.

    `shown` are the features of accessibility that were derived from the files or verified by a person; nothing that is
    only claimed is among them. `sources` are what it was made of. The moment has a time zone.
    """

    address: str
    publisher: str
    version: int
    published_at: datetime
    shown: frozenset[str] = frozenset()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchanged:
    """An item that goes out or comes in; without `published`, nobody has said where it comes from."""

    item: Described
    published: Published | None = None


class Note(NamedTuple):
    """Something about what was taken in: at which pointer, what is so and what to do, and whether what stands there was
    refused for it.
    """

    pointer: str
    detail: str
    refused: bool = True
