"""A partner's own copy of a framework: how it came about, and how far it has moved from the host's model.

`origins` says of every item of the adaptation which item of the original it was taken from; items without an entry
are the partner's own. It is stored with the adaptation, so titles and statements may change beyond recognition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from competency.frameworks.rules.diff import FieldChange, Move, diff
from competency.frameworks.rules.framework import Association, Framework, Item, Node

Origins = Mapping[UUID, UUID]


class Fate(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Kinship:
    """What became of one item; `original` is None for an added one, `own` for a dropped one."""

    fate: Fate
    original: Item | None
    own: Item | None
    fields: tuple[FieldChange, ...] = ()
    move: Move | None = None


@dataclass(frozen=True, slots=True)
class Lineage:
    """Every item of both frameworks, once: the adaptation's in its order, then the dropped ones."""

    items: tuple[Kinship, ...]
    counts: Mapping[Fate, int]

    @property
    def kept(self) -> float:
        """The share of all items, from 0 to 1, that are the same in both; 1 where there are none at all."""
        total = sum(self.counts.values())
        return self.counts[Fate.SAME] / total if total else 1.0


def adapt(
    original: Framework, framework_id: UUID, creator: str, changed: datetime
) -> tuple[Framework, dict[UUID, UUID]]:
    """Returns a copy of the original under identifiers of its own, and its origins.

    `framework_id` is a UUID of version 4 or 5, as CASE wants them; every identifier follows from it and from the
    original's, so doing it twice makes the same copy. Links within the copy lead within it; those that lead elsewhere,
    and definitions, stay; rubrics are a host's own scale and are left. `changed` is aware, in UTC.
    """
    document = replace(original.document, identifier=framework_id, uri=None, creator=creator, last_change=changed)
    own = {item.identifier: own_identifier(framework_id, item.identifier) for item in original.items}
    copied = {str(key): str(value) for key, value in own.items()} | {
        str(original.document.identifier): str(framework_id)
    }
    framework = replace(
        original,
        document=document,
        items=tuple(replace(item, identifier=own[item.identifier], uri=None) for item in original.items),
        associations=tuple(_copied(link, framework_id, copied) for link in original.associations),
        rubrics=(),
        warnings=(),
    )
    return framework, {value: key for key, value in own.items()}


def own_identifier(framework_id: UUID, original: UUID) -> UUID:
    """Returns the identifier in the adaptation of what was taken from the original."""
    return uuid5(framework_id, f"adapted\n{original}")


def lineage(original: Framework, own: Framework, origins: Origins) -> Lineage:
    """Returns how far the adaptation has moved from this edition of the original."""
    found = diff(original, own, {original_id: own_id for own_id, original_id in origins.items()})
    placed = {
        change.new.identifier: Kinship(fate, change.old, change.new, change.fields, change.move)
        for fate, changes in ((Fate.SAME, found.same), (Fate.CHANGED, found.changed))
        for change in changes
    }
    added = {item.identifier: Kinship(Fate.ADDED, None, item) for item in found.added}
    items = [placed.get(item.identifier) or added[item.identifier] for item in own.items]
    items += [Kinship(Fate.DROPPED, item, None) for item in found.removed]
    counts = dict.fromkeys(Fate, 0)
    for kinship in items:
        counts[kinship.fate] += 1
    return Lineage(tuple(items), counts)


def _copied(link: Association, framework_id: UUID, own: Mapping[str, str]) -> Association:
    return replace(
        link,
        identifier=own_identifier(framework_id, link.identifier),
        uri=None,
        origin=moved_end(link.origin, own),
        destination=moved_end(link.destination, own),
    )


def moved_end(end: Node, own: Mapping[str, str]) -> Node:
    """Returns the end as the adaptation has it: one within it has an identifier of its own, and no address."""
    identifier = own.get(end.identifier)
    return end if identifier is None else Node(end.title, identifier, None, end.target_type)
