"""What a district's feed says last of a learner beside what is true: the difference is what the feed missed."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID


class Mastery(NamedTuple):
    """Mastery of one item: all that is disclosed of it; no score and no time where no evidence counts."""

    score: Decimal | None
    mastered: bool
    observed_at: datetime | None


NO_EVIDENCE = Mastery(score=None, mastered=False, observed_at=None)


class MissedChange(NamedTuple):
    """One item of which the feed says something else than is true."""

    item_id: UUID
    published: Mastery
    current: Mastery


def missed_changes(published: Mapping[UUID, Mastery], current: Mapping[UUID, Mastery]) -> list[MissedChange]:
    """Returns the items of one learner that differ, by id. An item that one side does not mention has no evidence."""
    pairs = (
        (item, published.get(item, NO_EVIDENCE), current.get(item, NO_EVIDENCE)) for item in published.keys() | current
    )
    return sorted(MissedChange(*pair) for pair in pairs if pair[1] != pair[2])
