"""What a district was told last of a learner beside what is true: the difference is what it missed."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID


class Mastery(NamedTuple):
    """Mastery of one item: all that is disclosed of it; nothing where no evidence counts."""

    score: Decimal | None
    mastered: bool
    observed_at: datetime | None


NOTHING_SHOWN = Mastery(score=None, mastered=False, observed_at=None)


class Missed(NamedTuple):
    """One item of which something else was told last than stands now."""

    item_id: UUID
    told: Mastery
    stands: Mastery


def missed(told: Mapping[UUID, Mastery], stands: Mapping[UUID, Mastery]) -> list[Missed]:
    """The items of one learner that differ, by id. One that is not mentioned has nothing shown, on either side."""
    pairs = ((item, told.get(item, NOTHING_SHOWN), stands.get(item, NOTHING_SHOWN)) for item in told.keys() | stands)
    return sorted(Missed(*pair) for pair in pairs if pair[1] != pair[2])
