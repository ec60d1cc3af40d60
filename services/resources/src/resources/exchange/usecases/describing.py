"""Versions of items, described as others may know them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from resources.exchange.rules.described import Aligned, Described, Exchanged, FileFacts, Published, Source
from resources.files.rules.file_types import BY_CODE
from resources.items.rules.content import Content, Holder, PartKind
from resources.items.schemas.credits import Owed, shown_credit


class StoredFile(Protocol):
    """What files and the files of versions have in common; `size` in bytes."""

    @property
    def type_code(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def sha256(self) -> str: ...


class Place(NamedTuple):
    """Where a version is published: `address` is where people read it."""

    address: str
    owner_id: UUID
    version: int
    published_at: datetime


def facts_of(files: Iterable[StoredFile]) -> dict[str, FileFacts]:
    """Returns the facts of files by SHA-256."""
    found: dict[str, FileFacts] = {}
    for one in files:
        of_type = BY_CODE[one.type_code]
        found[one.sha256] = FileFacts(of_type.extensions[0], of_type.media_type, one.size)
    return found


def describe(item_id: UUID, content: Content, files: Mapping[str, FileFacts], credits: Iterable[Owed]) -> Described:
    """Returns what a version says, without the ids of people; what it is aligned to is named by its id alone, for the
    names are competency's and readiness'. A file of which there are no facts is not in it, and neither is its part.
    """
    parts = tuple(one for one in content.parts if one.body.kind != PartKind.FILE or one.body.source in files)
    return Described(
        item_id=item_id,
        title=content.title,
        kind=content.kind,
        description=content.description,
        language=content.language,
        grade_band=content.grade_band,
        preparation=content.preparation,
        preparation_time=content.preparation_time,
        claimed=content.accessibility,
        aligned=frozenset(Aligned(one.to, one.relation, one.target, one.edition_id) for one in content.alignments),
        authors=tuple(sorted((one.name for one in content.authors), key=str.casefold)),
        parts=parts,
        files={one.body.source: files[one.body.source] for one in parts if one.body.kind == PartKind.FILE},
        credits=_credits(credits),
    )


def described_as_published(
    item_id: UUID, content: Content, files: Mapping[str, FileFacts], credits: Iterable[Owed], place: Place
) -> Exchanged:
    """Returns the same with where it is published. Its district is called as its parts call it; where none does, by
    its id, for the names of districts are partners'.
    """
    owed = tuple(credits)
    held = (one.body for one in content.parts if one.body.holder == Holder.DISTRICT)
    publisher = next((one.holder_name for one in held if one.holder_name), place.owner_id.urn)
    sources = tuple(dict.fromkeys(Source(one.title, one.address) for one in owed))
    published = Published(place.address, publisher, place.version, place.published_at, sources=sources)
    return Exchanged(describe(item_id, content, files, owed), published)


def _credits(owed: Iterable[Owed]) -> dict[UUID, str]:
    """The lines of each part, in English, as packages are read by programs."""
    lines: dict[UUID, list[str]] = {}
    for one in owed:
        if one.part_key is not None:
            lines.setdefault(one.part_key, []).append(shown_credit(one).words.en)
    return {key: "\n".join(words) for key, words in lines.items()}
