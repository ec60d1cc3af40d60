"""What one content has otherwise than another, place by place, and the second made of the first again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from resources.adoptions.rules.order import joined_by, led_by, moved, within
from resources.items.rules.content import PART_FIELDS, SETS, SINGLE, Content, Part, Value, digest


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a content.

    `field` is one of `Content`. Of "parts" alone, the place is the order of the parts; with `part` it is that part, and
    with `part_field` one of its fields. `member` is set for a member of a field that is a set.
    """

    field: str
    part: UUID | None = None
    part_field: str | None = None
    member: Value = None

    @property
    def path(self) -> str:
        """The place in one word, by which intents, choices and what was declined are kept: "title", "parts",
        "parts/KEY", "parts/KEY/body", "alignments/DIGEST".
        """
        if self.member is not None:
            return f"{self.field}/{digest(self.member)}"
        return "/".join(str(one) for one in (self.field, self.part, self.part_field) if one is not None)


ORDER = Place("parts")
"""The order of the parts. Its value is the order of those that both contents have."""


class Kind(StrEnum):
    """What became of a place."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """What stood at a place, and what stands there now; None: nothing."""

    place: Place
    kind: Kind
    before: Value
    after: Value

    @property
    def moved(self) -> frozenset[UUID]:
        """The fewest parts whose move explains the new order; none of any other difference."""
        if not isinstance(self.before, tuple) or not isinstance(self.after, tuple):
            return frozenset()
        return moved(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Diff:
    """Every difference, fields first and then parts as they stand; and the whole new order, which places new parts."""

    differences: tuple[Difference, ...]
    order: tuple[UUID, ...]


def diff(base: Content, new: Content) -> Diff:
    """Returns what `new` has otherwise than `base`. Neither has two parts of one key (`validate_content`)."""
    return Diff(
        (*_of_fields(base, new), *_of_members(base, new), *_of_parts(base, new), *_of_order(base, new)), new.keys()
    )


def patch(base: Content, changes: Diff) -> Content:
    """Returns the content that has the differences beside what `base` has otherwise."""
    return settle(base, ((one.place, one.after) for one in changes.differences), changes.order)


def only(changes: Diff, paths: Collection[str]) -> Diff:
    """Returns the differences at these places alone."""
    return replace(changes, differences=tuple(one for one in changes.differences if one.place.path in paths))


def _of_fields(base: Content, new: Content) -> Iterator[Difference]:
    for name in SINGLE:
        before, after = getattr(base, name), getattr(new, name)
        if before != after:
            yield Difference(Place(name), Kind.CHANGED, before, after)


def _of_members(base: Content, new: Content) -> Iterator[Difference]:
    for name in SETS:
        before, after = getattr(base, name), getattr(new, name)
        for member in sorted(before ^ after, key=digest):
            place = Place(name, member=member)
            if member in after:
                yield Difference(place, Kind.ADDED, None, member)
            else:
                yield Difference(place, Kind.REMOVED, member, None)


def _of_parts(base: Content, new: Content) -> Iterator[Difference]:
    for part in new.parts:
        before = base.part(part.part_key)
        if before is None:
            yield Difference(Place("parts", part.part_key), Kind.ADDED, None, part)
        else:
            yield from part_differences(before, part)
    for part in base.parts:
        if new.part(part.part_key) is None:
            yield Difference(Place("parts", part.part_key), Kind.REMOVED, part, None)


def part_differences(before: Part, after: Part) -> Iterator[Difference]:
    """Yields the fields in which two versions of a part differ."""
    for name in PART_FIELDS:
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            yield Difference(Place("parts", after.part_key, name), Kind.CHANGED, was, now)


def _of_order(base: Content, new: Content) -> Iterator[Difference]:
    before, after = within(base.keys(), set(new.keys())), within(new.keys(), set(base.keys()))
    if before != after:
        yield Difference(ORDER, Kind.MOVED, before, after)


def settle(content: Content, settled: Iterable[tuple[Place, Value]], order: tuple[UUID, ...]) -> Content:
    """Returns the content with these values at these places; parts stand by `order`, which is another content's whole
    order: as that has them where the order itself is settled, else as they stood, new ones beside their neighbours.
    A field of a part that is not there is passed over.
    """
    parts = {part.part_key: part for part in content.parts}
    # Whether a value is of its field's type is known where the difference is made, and not to the type checker.
    values: dict[str, Any] = {name: getattr(content, name) for name in (*SINGLE, *SETS)}
    by_order = False
    for place, value in settled:
        if place.part is not None:
            _settle_part(parts, place.part, place.part_field, value)
        elif place == ORDER:
            by_order = True
        elif place.member is not None:
            without = values[place.field] - {place.member}
            values[place.field] = without if value is None else without | {value}
        else:
            values[place.field] = value
    placed = led_by(order, content.keys(), parts) if by_order else joined_by(content.keys(), order, parts)
    return Content(**values, parts=tuple(parts[key] for key in placed))


def _settle_part(parts: dict[UUID, Part], key: UUID, name: str | None, value: Value) -> None:
    if name is not None:
        if key in parts:
            changed: dict[str, Any] = {name: value}  # as above
            parts[key] = replace(parts[key], **changed)
    elif isinstance(value, Part):
        parts[key] = value
    else:
        parts.pop(key, None)
