"""Changes of a framework that other subjects follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from competency.frameworks.rules.framework import Placed
from shared.db.followers import Followers


@dataclass(frozen=True, slots=True)
class FrameworkSaved:
    """An edition was stored. `has_criteria`: some of its items are mastered through others; `rescaled`: its scale, or
    the score from which an item is mastered, has changed; `retired`: the items that it no longer has.
    """

    district_id: UUID
    framework_id: UUID
    edition: int
    placed: Sequence[Placed]
    has_criteria: bool
    rescaled: bool
    retired: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class FrameworkStateChanged:
    """A framework was adopted or deprecated."""

    district_id: UUID
    framework_id: UUID


FRAMEWORK_SAVED = Followers(FrameworkSaved)
FRAMEWORK_STATE_CHANGED = Followers(FrameworkStateChanged)
