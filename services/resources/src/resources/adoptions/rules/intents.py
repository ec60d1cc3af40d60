"""What an adopter wants with changes of what it adopted, and what it has declined of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from resources.adoptions.rules.diff import ORDER, Place
from resources.adoptions.rules.order import within
from resources.items.rules.content import PART_FIELDS, Value, digest


class Intent(StrEnum):
    """Keep mine; take what upstream publishes; offer it to me. What was declined is kept apart, by its value."""

    PINNED = "pinned"
    FOLLOWING = "following"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Intents:
    """The intent of each place by its path, and that of all others.

    An intent for a part holds for its fields, and one for "alignments" for every alignment, unless they have their own.
    A part of which a field is pinned is pinned: upstream's removal would take the field along.
    """

    otherwise: Intent = Intent.ASKED
    at: Mapping[str, Intent] = field(default_factory=dict)

    def of(self, place: Place) -> Intent:
        """Returns the nearest intent that holds for a place."""
        if place.part is not None and place.part_field is None and self._pins_a_field(place.part):
            return Intent.PINNED
        wider = [place]
        if place.part_field is not None:
            wider.append(Place("parts", place.part))
        if place.member is not None:
            wider.append(Place(place.field))
        return next((self.at[one.path] for one in wider if one.path in self.at), self.otherwise)

    def _pins_a_field(self, part: UUID) -> bool:
        paths = (Place("parts", part, name).path for name in PART_FIELDS)
        return any(self.at.get(path) == Intent.PINNED for path in paths)


@dataclass(frozen=True, slots=True)
class Declined:
    """What an adopter has declined: of each place, by its path, the `digest` of the value that was offered there.

    An order is kept as it was offered: it counts as the same for as long as the parts that it names stand so, and a
    part that upstream adds does not offer it again.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    order: tuple[UUID, ...] | None = None

    def holds(self, place: Place, value: Value) -> bool:
        """Returns whether this value was declined at this place."""
        if place == ORDER and isinstance(value, tuple):
            known = self.order
            return known is not None and within(value, set(known)) == within(known, set(value))
        return self.values.get(place.path) == digest(value)

    def with_(self, place: Place, value: Value) -> Declined:
        """Returns the same with this value declined at this place, in place of another."""
        if place == ORDER and isinstance(value, tuple):
            return Declined(self.values, value)
        return Declined({**self.values, place.path: digest(value)}, self.order)

    def without(self, place: Place) -> Declined:
        """Returns the same with nothing declined at this place."""
        if place == ORDER:
            return Declined(self.values)
        return Declined({path: one for path, one in self.values.items() if path != place.path}, self.order)
