"""What the licences of parts that were taken of others demand of the item that they are in now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from resources.common.rules.problems import Problem
from resources.items.rules.content import Content, Part, PartKind, digest
from resources.licences.rules.adapting import validate_chosen
from resources.licences.rules.catalogue import CATALOGUE
from resources.licences.rules.effective import Audience
from resources.licences.rules.effective import Part as LicensedPart


@dataclass(frozen=True, slots=True)
class Bound:
    """A part that was taken: under which licence, and the `substance` of what was taken."""

    licence: str
    substance: str
    recalled: bool = False


def substance(part: Part) -> str:
    """Returns a digest of what a part is, whatever it is called, whoever holds it and under whichever licence."""
    return digest((part.body.kind, part.body.source, part.body.caption_of))


def validate_bound(content: Content, bound: Mapping[UUID, Bound]) -> Iterator[Problem]:
    """Yields what keeps an item with parts of others from being published."""
    for place, part in enumerate(content.parts):
        if part.part_key in bound:
            yield from _validate(f"/parts/{place}", part, bound[part.part_key])


def _validate(pointer: str, part: Part, bound: Bound) -> Iterator[Problem]:
    if bound.recalled:
        yield Problem(pointer, "What this part was taken of was recalled, and nobody may show it: remove the part.")
        return
    if part.body.kind == PartKind.LINK:
        return
    if substance(part) == bound.substance:
        if part.body.licence != bound.licence:
            yield Problem(
                f"{pointer}/licence",
                f"This part is others', and unaltered: it stays under the licence it was taken under, {bound.licence}.",
            )
        return
    known = bound.licence if bound.licence in CATALOGUE else None
    original = LicensedPart(str(part.part_key), known, held=False)
    yield from validate_chosen((original,), Audience.ANONYMOUS, part.body.licence, f"{pointer}/licence")
