"""Edits of a framework that people make: of its document, of items and their places. Each gives a new framework.

Raises EditRefused for what cannot be done, naming the field. Moments are aware, in UTC.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from competency.frameworks.rules.case.tree import closing_associations
from competency.frameworks.rules.framework import (
    Association,
    Document,
    FieldValues,
    Framework,
    Item,
    License,
    Link,
    Node,
    children_in_order,
)


class EditRefused(Exception):
    """What cannot be done: at which field of the request, and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


def new_framework(identifier: UUID, title: str, creator: str, when: datetime) -> Framework:
    """Returns a framework without items; the identifier is a UUID of version 4 or 5."""
    return Framework(document=Document(identifier=identifier, last_change=when, title=title, creator=creator))


def change_document(framework: Framework, changes: FieldValues, when: datetime) -> Framework:
    """Returns the framework with other fields of its document; `licence` is a mapping of title and text, or None."""
    values = _as_stored(changes)
    licenses = framework.licenses
    if "licence" in values:
        wanted = values.pop("licence")
        held = framework.document.license
        licenses = tuple(one for one in licenses if held is None or one.identifier != held.identifier)
        values["license"] = None
        if wanted is not None:
            own = uuid5(framework.document.identifier, f"licence\n{wanted['title']}\n{wanted['text']}")
            values["license"] = Link(wanted["title"], own)
            licenses = (
                *licenses,
                License(identifier=own, last_change=when, title=wanted["title"], license_text=wanted["text"]),
            )
    for name in ("title", "creator"):
        if name in values and values[name] is None:
            raise EditRefused(name, "a framework always has one; leave it out to keep it")
    document = replace(framework.document, **values)
    if document == framework.document and licenses == framework.licenses:
        return framework
    return replace(framework, document=replace(document, last_change=when), licenses=licenses)


def add_item(
    framework: Framework,
    identifier: UUID,
    fields: FieldValues,
    *,
    parent: UUID | None,
    before: UUID | None,
    when: datetime,
) -> Framework:
    """Returns the framework with one more item, under its parent (None: at the top), before a sibling or last."""
    item = Item(identifier=identifier, last_change=when, **_as_stored(fields))
    grown = replace(framework, items=(*framework.items, item))
    return _place(grown, item, parent, before, when)


def change_item(framework: Framework, item_id: UUID, changes: FieldValues, when: datetime) -> Framework:
    """Returns the framework with other fields of one item; the same framework where nothing changes."""
    item = item_of(framework, item_id)
    if changes.get("full_statement", "") is None:
        raise EditRefused("full_statement", "an item always has one; leave it out to keep it")
    changed = replace(item, **_as_stored(changes))
    if changed == item:
        return framework
    changed = replace(changed, last_change=when)
    return replace(framework, items=tuple(changed if one is item else one for one in framework.items))


def move_item(
    framework: Framework, item_id: UUID, *, parent: UUID | None, before: UUID | None, when: datetime
) -> Framework:
    """Returns the framework with the item, and all that is below it, under another parent or in another position."""
    item, key = item_of(framework, item_id), str(item_id)
    if parent == item_id or before == item_id:
        raise EditRefused("parent_id" if parent == item_id else "before", "an item is not moved to itself")
    freed = tuple(
        link
        for link in framework.associations
        if not (link.association_type == "isChildOf" and link.origin.identifier == key)
    )
    return _place(replace(framework, associations=freed), item, parent, before, when)


def without_item(framework: Framework, item_id: UUID) -> Framework:
    """Returns the framework without the item and its associations. What is below it is moved or retired before."""
    item_of(framework, item_id)
    key = str(item_id)
    if below := children_in_order(framework).get(key):
        raise EditRefused(
            "item_id", f"{len(below)} items hang on it; move or retire them first, beginning at {below[0]}"
        )
    return replace(
        framework,
        items=tuple(item for item in framework.items if item.identifier != item_id),
        associations=tuple(
            link for link in framework.associations if key not in (link.origin.identifier, link.destination.identifier)
        ),
    )


def item_of(framework: Framework, item_id: UUID) -> Item:
    """Returns the item, of those that are in use."""
    found = next((item for item in framework.items if item.identifier == item_id), None)
    if found is None:
        raise EditRefused("item_id", "the framework has no such item in use")
    return found


def _as_stored(fields: FieldValues) -> FieldValues:
    """Returns the values as a framework has them: a list as a tuple, an absent list as an empty one."""
    lists = ("subject", "education_level", "concept_keywords")
    return {name: tuple(value or ()) if name in lists else value for name, value in fields.items()}


def _place(framework: Framework, item: Item, parent: UUID | None, before: UUID | None, when: datetime) -> Framework:
    document = framework.document
    above = Node(document.title, str(document.identifier))
    if parent is not None:
        above = _node(next((one for one in framework.items if one.identifier == parent), None), "parent_id")
    link = Association(
        identifier=uuid5(document.identifier, f"isChildOf\n{item.identifier}\n{above.identifier}"),
        last_change=when,
        association_type="isChildOf",
        origin=_node(item, "item_id"),
        destination=above,
    )
    # What is stored has no cycle, so one that is here now is this link's, whichever link the walk found it by.
    if closing := closing_associations((*framework.associations, link)):
        raise EditRefused("parent_id", f"the item would hang on itself: {next(iter(closing.values()))}")
    siblings = [key for key in children_in_order(framework).get(above.identifier, ()) if key != str(item.identifier)]
    place = len(siblings)
    if before is not None:
        if str(before) not in siblings:
            raise EditRefused("before", "no item of that parent; name one of its children, or none to come last")
        place = siblings.index(str(before))
    siblings.insert(place, str(item.identifier))
    return replace(framework, associations=_numbered((*framework.associations, link), above.identifier, siblings, when))


def _numbered(
    links: tuple[Association, ...], parent: str, siblings: list[str], when: datetime
) -> tuple[Association, ...]:
    """Returns the links with the children of the parent numbered as they stand; others are left as they are."""
    numbers = {key: number for number, key in enumerate(siblings, 1)}

    def numbered(link: Association) -> Association:
        if link.association_type != "isChildOf" or link.destination.identifier != parent:
            return link
        number = numbers[link.origin.identifier]
        return link if link.sequence_number == number else replace(link, sequence_number=number, last_change=when)

    return tuple(numbered(link) for link in links)


def _node(item: Item | None, field: str) -> Node:
    if item is None:
        raise EditRefused(field, "the framework has no such item in use")
    return item.as_node
