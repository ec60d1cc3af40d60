"""Two frameworks side by side: what was added, removed, changed field by field, and moved.

Serves for two editions of one framework and for an adaptation beside its original: they differ only in how items
are paired. When a record was changed, and which identifier and address it has, makes no difference.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from operator import attrgetter
from uuid import UUID

from competency.frameworks.rules.framework import Association, Document, Framework, Item, Placed, Record, outline

_KEPT_APART = {field.name for field in fields(Record)}
ITEM_FIELDS = tuple(field.name for field in fields(Item) if field.name not in _KEPT_APART)
DOCUMENT_FIELDS = tuple(field.name for field in fields(Document) if field.name not in _KEPT_APART)
_values_of_item = attrgetter(*ITEM_FIELDS)
_values_of_document = attrgetter(*DOCUMENT_FIELDS)


class MatchedBy(StrEnum):
    IDENTIFIER = "identifier"
    STATEMENT = "code and statement"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field, by its name in `Item` or `Document`, with its value before and after."""

    field: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Move:
    """Another parent (None is the top), each under its identifier in its own framework, or another place there."""

    old_parent: UUID | None
    new_parent: UUID | None


@dataclass(frozen=True, slots=True)
class ItemChange:
    old: Item
    new: Item
    fields: tuple[FieldChange, ...] = ()
    move: Move | None = None


@dataclass(frozen=True, slots=True)
class Diff:
    """Items in reading order: removed as the old framework has them, all others as the new one.

    `links_added` and `links_removed` are the associations other than isChildOf, which shows as moves.
    """

    document: tuple[FieldChange, ...]
    added: tuple[Item, ...]
    removed: tuple[Item, ...]
    changed: tuple[ItemChange, ...]
    same: tuple[ItemChange, ...]
    links_added: tuple[Association, ...]
    links_removed: tuple[Association, ...]

    @property
    def empty(self) -> bool:
        links = self.links_added or self.links_removed
        return not (self.document or self.added or self.removed or self.changed or links)


def diff(old: Framework, new: Framework, pairs: Mapping[UUID, UUID]) -> Diff:
    """Returns the difference of frameworks whose items `pairs` pairs, old identifier to new; pairs of absent items are
    ignored.
    """
    before = {place.item.identifier: place for place in outline(old)}
    after = {place.item.identifier: place for place in outline(new)}
    paired = {new_: old_ for old_, new_ in pairs.items() if old_ in before and new_ in after}
    moved = _moved(before.values(), after.values(), paired)
    changed: list[ItemChange] = []
    same: list[ItemChange] = []
    for new_id, place in after.items():
        if new_id in paired:
            counterpart = before[paired[new_id]]
            move = Move(counterpart.parent, place.parent) if new_id in moved else None
            change = ItemChange(counterpart.item, place.item, item_changes(counterpart.item, place.item), move)
            (changed if change.fields or move else same).append(change)
    kept = set(paired.values())
    added, removed = _links(old, new, paired)
    return Diff(
        document=_changes(DOCUMENT_FIELDS, _values_of_document(old.document), _values_of_document(new.document)),
        added=tuple(place.item for key, place in after.items() if key not in paired),
        removed=tuple(place.item for key, place in before.items() if key not in kept),
        changed=tuple(changed),
        same=tuple(same),
        links_added=added,
        links_removed=removed,
    )


def diff_editions(old: Framework, new: Framework) -> Diff:
    """Returns the difference of two editions of a framework: items paired by identifier, then by code and statement."""
    return diff(old, new, {old_: new_ for old_, (new_, _) in pair_editions(old, new).items()})


def pair_editions(old: Framework, new: Framework) -> dict[UUID, tuple[UUID, MatchedBy]]:
    """Returns the item of the new edition that each item of the old one has become, and by what it was recognised.

    Publishers mint identifiers anew from one edition to the next; an item left over is then known by its code
    together with its statement, without regard to case and spaces, where just one in each edition has them.
    """
    there = {item.identifier for item in new.items}
    here = {item.identifier for item in old.items}
    pairs = {item.identifier: (item.identifier, MatchedBy.IDENTIFIER) for item in old.items if item.identifier in there}
    named = _only_ones(item for item in new.items if item.identifier not in here)
    for name, item in _only_ones(item for item in old.items if item.identifier not in there).items():
        if name in named:
            pairs[item.identifier] = (named[name].identifier, MatchedBy.STATEMENT)
    return pairs


def item_changes(old: Item, new: Item) -> tuple[FieldChange, ...]:
    """Returns the fields that differ."""
    return _changes(ITEM_FIELDS, _values_of_item(old), _values_of_item(new))


def _changes(names: Sequence[str], old: tuple[object, ...], new: tuple[object, ...]) -> tuple[FieldChange, ...]:
    if old == new:
        return ()
    return tuple(
        FieldChange(name, before, after) for name, before, after in zip(names, old, new, strict=True) if before != after
    )


def _only_ones(items: Iterable[Item]) -> dict[tuple[str, str], Item]:
    listed = list(items)
    names = [(_folded(item.human_coding_scheme or ""), _folded(item.full_statement)) for item in listed]
    times = Counter(names)
    return {name: item for name, item in zip(names, listed, strict=True) if times[name] == 1}


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _moved(before: Iterable[Placed], after: Iterable[Placed], paired: Mapping[UUID, UUID]) -> set[UUID]:
    """Returns the new identifiers of items under another parent, or in another place among those that stayed with them.

    An insertion moves nobody: of the siblings that both frameworks know, only those out of the longest order that
    both share have moved.
    """
    was = {place.item.identifier: place for place in before}
    moved: set[UUID] = set()
    stayed: dict[UUID | None, list[tuple[int, UUID]]] = {}
    for place in after:
        new_id = place.item.identifier
        if new_id not in paired:
            continue
        old = was[paired[new_id]]
        parent = None if place.parent is None else paired.get(place.parent, place.parent)
        if parent != old.parent:
            moved.add(new_id)
        else:
            stayed.setdefault(parent, []).append((old.position, new_id))
    for siblings in stayed.values():
        in_order = _longest_rising([position for position, _ in siblings])
        moved |= {new_id for position, new_id in siblings if position not in in_order}
    return moved


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Returns the members of a longest rising subsequence of distinct numbers (patience sorting, n log n)."""
    tops: list[int] = []
    below: dict[int, int | None] = {}
    for number in numbers:
        pile = bisect_left(tops, number)
        below[number] = tops[pile - 1] if pile else None
        tops[pile : pile + 1] = [number]
    chain: set[int] = set()
    number_: int | None = tops[-1] if tops else None
    while number_ is not None:
        chain.add(number_)
        number_ = below[number_]
    return chain


def _links(
    old: Framework, new: Framework, paired: Mapping[UUID, UUID]
) -> tuple[tuple[Association, ...], tuple[Association, ...]]:
    own = {str(new_): str(old_) for new_, old_ in paired.items()}
    own[str(new.document.identifier)] = str(old.document.identifier)
    before, after = _contents_of_links(old, {}), _contents_of_links(new, own)
    counted_before, counted_after = Counter(content for content, _ in before), Counter(content for content, _ in after)
    added, removed = counted_after - counted_before, counted_before - counted_after
    return _take(after, added), _take(before, removed)


_LinkContent = tuple[str, str, str, int | None, str | None]


def _contents_of_links(framework: Framework, own: Mapping[str, str]) -> list[tuple[_LinkContent, Association]]:
    listed: list[tuple[_LinkContent, Association]] = []
    for link in framework.associations:
        if link.association_type != "isChildOf":
            origin = own.get(link.origin.identifier, link.origin.identifier)
            destination = own.get(link.destination.identifier, link.destination.identifier)
            group = link.grouping.title if link.grouping else None
            listed.append(((link.association_type, origin, destination, link.sequence_number, group), link))
    return listed


def _take(links: Sequence[tuple[_LinkContent, Association]], wanted: Counter[_LinkContent]) -> tuple[Association, ...]:
    taken: list[Association] = []
    for content, link in links:
        if wanted[content] > 0:
            wanted[content] -= 1
            taken.append(link)
    return tuple(taken)
