"""What a new edition of the original offers to an adaptation: a three-way comparison, and the acceptance of offers.

`base` is the edition that the adaptation was last brought up to, `theirs` the new one, `own` the adaptation as it is.
What only they changed is offered; what both changed alike is no longer of interest; what both changed differently
is offered as a conflict. Nothing is ever taken over by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid5

from competency.frameworks.rules.adaptation import Origins, own_identifier
from competency.frameworks.rules.diff import ItemChange, diff, diff_editions, pair_editions
from competency.frameworks.rules.framework import Association, FieldValues, Framework, Item, Node, Placed, outline


class OfferKind(StrEnum):
    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class FieldOffer:
    """A field's value in the base, in the original and in the adaptation; a conflict where both have changed it."""

    field: str
    base: object
    theirs: object
    own: object
    conflict: bool


@dataclass(frozen=True, slots=True)
class ParentOffer:
    """Where the original has moved the item: the parent there, and that parent in the adaptation. None is the top; in
    the adaptation also a parent that it does not have. Another position under the same parent is no offer: the order is
    the adaptation's own.
    """

    theirs: UUID | None
    own: UUID | None
    conflict: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """One item's update. `item` is the original's newest form (its last, where it was removed); `own` is None where the
    adaptation has no such item: it is new, or was dropped there, which makes a change of the original a conflict.
    """

    kind: OfferKind
    item: Item
    own: Item | None
    fields: tuple[FieldOffer, ...] = ()
    parent: ParentOffer | None = None
    dropped: bool = False

    @property
    def conflict(self) -> bool:
        moved = self.parent is not None and self.parent.conflict
        return self.dropped or moved or any(field.conflict for field in self.fields)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The adaptation with what was accepted; the caller stores `origins`, which name the new edition's items."""

    framework: Framework
    origins: Mapping[UUID, UUID]


def offers(base: Framework, theirs: Framework, own: Framework, origins: Origins) -> list[Offer]:
    """Returns the updates to accept or not, item by item: added and changed ones in their order, then removed ones."""
    ours = {original: own_id for own_id, original in origins.items()}
    renamed = {old: new for old, (new, _) in pair_editions(base, theirs).items()}
    mine = {item.identifier: item for item in own.items}
    our_diff = diff(base, own, ours)
    our_changes = {change.old.identifier: change for change in our_diff.changed}
    places = {place.item.identifier: place for place in outline(own)}
    their_diff = diff_editions(base, theirs)
    changed = {change.new.identifier: change for change in their_diff.changed}
    added = {item.identifier for item in their_diff.added}
    to_own = {new: ours[old] for old, new in renamed.items() if old in ours}
    offered: list[Offer] = []
    for place in outline(theirs):
        key = place.item.identifier
        if key in added and own_identifier(own.document.identifier, key) not in mine:
            offered.append(Offer(OfferKind.ADD, place.item, None, parent=_new_parent(place, to_own)))
        elif key in changed:
            offer = _change(changed[key], place, to_own, mine, ours, places)
            offered += [offer] if offer is not None else []
    for item in their_diff.removed:
        held = mine.get(ours[item.identifier]) if item.identifier in ours else None
        if held is not None:
            conflicts = _conflicts_with_removal(our_changes.get(item.identifier))
            offered.append(Offer(OfferKind.REMOVE, item, held, fields=conflicts))
    return offered


def _change(
    change: ItemChange,
    place: Placed,
    to_own: Mapping[UUID, UUID],
    mine: Mapping[UUID, Item],
    ours: Mapping[UUID, UUID],
    places: Mapping[UUID, Placed],
) -> Offer | None:
    own_id = to_own.get(change.new.identifier)
    held = None if own_id is None else mine.get(own_id)
    if held is None:
        return Offer(OfferKind.CHANGE, change.new, None, dropped=True) if change.fields else None
    offered = [
        FieldOffer(
            field.field, field.old, field.new, getattr(held, field.field), getattr(held, field.field) != field.old
        )
        for field in change.fields
        if getattr(held, field.field) != field.new
    ]
    parent: ParentOffer | None = None
    if change.move is not None and change.move.old_parent != change.move.new_parent:
        parent = _new_parent(place, to_own)
        here = places[held.identifier].parent
        first = change.move.old_parent
        parent = replace(parent, conflict=here != (None if first is None else ours.get(first)))
        # Under a parent that is new to us as well, the item hangs only once that one is accepted.
        if parent.own == here and (parent.own is not None or parent.theirs is None):
            parent = None
    if not offered and parent is None:
        return None
    return Offer(OfferKind.CHANGE, change.new, held, tuple(offered), parent)


def _new_parent(place: Placed, to_own: Mapping[UUID, UUID]) -> ParentOffer:
    return ParentOffer(place.parent, to_own.get(place.parent) if place.parent else None, conflict=False)


def _conflicts_with_removal(ours: ItemChange | None) -> tuple[FieldOffer, ...]:
    # The original has removed an item that the adaptation has reworded: to follow it would lose that wording.
    changes = ours.fields if ours is not None else ()
    return tuple(FieldOffer(one.field, one.old, None, one.new, conflict=True) for one in changes)


def accept(
    own: Framework, origins: Origins, theirs: Framework, base: Framework, accepted: Iterable[Offer], changed: datetime
) -> Accepted:
    """Returns the adaptation after these offers; a conflict that is accepted takes the original's value. The others are
    declined, for the caller then stores `theirs` as the new base.

    A new item hangs where theirs does, or under the nearest parent that we have. Removed items leave with their
    associations, what hung on them comes to the top, and the caller retires what evidence points at. `changed` is
    aware, in UTC.
    """
    chosen = list(accepted)
    renamed = {old: new for old, (new, _) in pair_editions(base, theirs).items()}
    names = {own_id: renamed.get(original, original) for own_id, original in origins.items()}
    framework_id = own.document.identifier
    removed = {offer.own.identifier for offer in chosen if offer.kind is OfferKind.REMOVE and offer.own}
    items = {item.identifier: item for item in own.items if item.identifier not in removed}
    for offer in chosen:
        if offer.kind is OfferKind.REMOVE:
            continue
        if offer.own is None:
            new_id = own_identifier(framework_id, offer.item.identifier)
            items[new_id] = replace(offer.item, identifier=new_id, uri=None, last_change=changed)
            names[new_id] = offer.item.identifier
        else:
            values: FieldValues = {field.field: field.theirs for field in offer.fields}
            items[offer.own.identifier] = replace(items[offer.own.identifier], last_change=changed, **values)
    names = {own_id: original for own_id, original in names.items() if own_id in items}
    links = _links_after(own, theirs, chosen, names, items, changed)
    return Accepted(replace(own, items=tuple(items.values()), associations=links, warnings=()), names)


def _links_after(
    own: Framework,
    theirs: Framework,
    chosen: Sequence[Offer],
    names: Mapping[UUID, UUID],
    items: Mapping[UUID, Item],
    changed: datetime,
) -> tuple[Association, ...]:
    """Returns the associations without those of removed items and of moved ones to their parents, with the new ones."""
    gone = {str(item.identifier) for item in own.items if item.identifier not in items}
    to_own = {original: own_id for own_id, original in names.items()}
    hung = {
        to_own[offer.item.identifier]
        for offer in chosen
        if offer.kind is not OfferKind.REMOVE and (offer.own is None or offer.parent is not None)
    }
    hung_keys = {str(key) for key in hung}
    kept = [
        link
        for link in own.associations
        if link.origin.identifier not in gone
        and link.destination.identifier not in gone
        and not (link.association_type == "isChildOf" and link.origin.identifier in hung_keys)
    ]
    parents = {place.item.identifier: place.parent for place in outline(theirs)}
    numbers = {
        link.origin.identifier: link.sequence_number
        for link in theirs.associations
        if link.association_type == "isChildOf"
    }
    document = Node(own.document.title, str(own.document.identifier))
    for own_id in (item_id for item_id in items if item_id in hung):
        above = parents[names[own_id]]
        while above is not None and above not in to_own:
            above = parents[above]
        parent = document if above is None else items[to_own[above]].as_node
        number = numbers.get(str(names[own_id]))
        kept.append(_child_of(items[own_id], parent, number, own.document.identifier, changed))
    return tuple(kept)


def _child_of(item: Item, parent: Node, number: int | None, framework_id: UUID, changed: datetime) -> Association:
    return Association(
        identifier=uuid5(framework_id, f"isChildOf\n{item.identifier}\n{parent.identifier}"),
        last_change=changed,
        association_type="isChildOf",
        origin=item.as_node,
        destination=parent,
        sequence_number=number,
    )
