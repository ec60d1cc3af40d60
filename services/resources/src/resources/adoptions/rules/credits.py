"""Whom a version credits for its parts.

All that a credit says is copied when something is taken: it stays when what it was taken of has vanished.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from resources.adoptions.rules.lineage import Version
from resources.items.rules.content import Content, Part, digest
from resources.licences.rules.catalogue import licence_of


@dataclass(frozen=True, slots=True)
class Credit:
    """What a version said of itself when something was taken of it: its title, the names of its authors
    in their order, its address, and its licence with version and address.
    """

    version: Version
    title: str
    authors: tuple[str, ...]
    address: str
    licence: str
    licence_address: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """A credit, and the `digest` of what was taken as that version has it: by it a change on the way is seen."""

    credit: Credit
    digest: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a part was taken from, and every version on the way there, the nearest first. `part_key` is None for the
    item itself: its title, description and other fields.
    """

    part_key: UUID | None
    way: tuple[Taken, ...]

    @property
    def source(self) -> Version:
        """The version that it was taken of."""
        return self.way[0].credit.version


@dataclass(frozen=True, slots=True)
class Source:
    """A version that is taken of: what it says of itself, its content, and where its own parts came from."""

    credit: Credit
    content: Content
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A credit that a part, or the item itself (None), has to be shown with, and whether it is another than that
    version's, whose `digest` is kept: most licences ask that changes are indicated.
    """

    part_key: UUID | None
    credit: Credit
    changed: bool
    digest: str


def origins_of(item_id: UUID, content: Content, source: Source, before: Sequence[Origin] = ()) -> tuple[Origin, ...]:
    """Returns where the parts of an adaptation come from once it has taken of a source; `before` is what was so before.

    A part whose body is the source's was taken of it. One whose body is another keeps its origin, and with it the
    licence under which it was taken; where it has none, it was changed as it was taken. A part that the source itself
    has from this item comes from nowhere: nobody credits another for their own.
    """
    known = {one.part_key: one for one in before}
    parts = (_of_part(item_id, part, source, known.get(part.part_key)) for part in content.parts)
    return tuple(one for one in (_of_item(item_id, content, source, known.get(None)), *parts) if one is not None)


def _of_item(item_id: UUID, content: Content, source: Source, before: Origin | None) -> Origin | None:
    """An item that is made of several is that of which it was made first; of the others it has parts. Fields that the
    source has not changed, or that were not taken, are those of the version before, under its licence.
    """
    theirs = _digest_of_fields(source.content)
    if before is not None:
        other = before.source.item_id != source.credit.version.item_id
        if other or before.way[0].digest == theirs or _digest_of_fields(content) != theirs:
            return before
    return _taken(item_id, None, theirs, source, before)


def _digest_of_fields(content: Content) -> str:
    return digest(replace(content, parts=()))


def _of_part(item_id: UUID, part: Part, source: Source, before: Origin | None) -> Origin | None:
    theirs = source.content.part(part.part_key)
    if theirs is None or (before is not None and theirs.body != part.body):
        return before
    return _taken(item_id, part.part_key, digest(theirs), source, before)


def _taken(item_id: UUID, key: UUID | None, taken: str, source: Source, before: Origin | None) -> Origin | None:
    earlier = next((one.way for one in source.origins if one.part_key == key), ())
    if any(one.credit.version.item_id == item_id for one in earlier):
        return before
    return Origin(key, (Taken(source.credit, taken), *earlier))


def credits_of(content: Content, origins: Iterable[Origin]) -> tuple[Due, ...]:
    """Returns the credits that a version owes: those of the item, then those of its parts in their order, the nearest
    first. A part that is gone owes none.
    """
    known = {one.part_key: one.way for one in origins}
    here = [(None, _digest_of_fields(content)), *((part.part_key, digest(part)) for part in content.parts)]
    return tuple(Due(key, one.credit, one.digest != now, one.digest) for key, now in here for one in known.get(key, ()))


def under_their_licences(origins: Iterable[Origin], source: Source) -> tuple[Origin, ...]:
    """Returns the same, each part that was taken of this source credited under its own licence there: an item is a
    collection, and the licence of the whole is that of its parts only where they share one.
    """
    return tuple(_under_its_licence(one, source) for one in origins)


def _under_its_licence(origin: Origin, source: Source) -> Origin:
    nearest = origin.way[0]
    part = source.content.part(origin.part_key) if origin.part_key is not None else None
    if part is None or nearest.credit != source.credit:
        return origin
    licence = licence_of(part.body.licence)
    credit = replace(nearest.credit, licence=licence.licence_id, licence_address=licence.url or "")
    return replace(origin, way=(replace(nearest, credit=credit), *origin.way[1:]))
