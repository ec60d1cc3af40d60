"""What a district was told last of a learner beside what is true: the difference is what it missed."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple
from uuid import UUID


class Mastery(NamedTuple):
    """Mastery of one item: all that competency calls a change when it changes; nothing where no evidence counts."""

    score: Decimal | None
    mastered: bool
    observed_at: datetime | None


NOTHING_SHOWN = Mastery(score=None, mastered=False, observed_at=None)


class Missed(NamedTuple):
    """One item of which something else was told last than stands now."""

    item_id: UUID
    told: Mastery
    stands: Mastery

    @property
    def cause(self) -> Literal["evidence", "voiding"]:
        """What must have happened, as a snapshot does not say it.

        The highest score counts, and of equals the first one shown: evidence raises a score or shows it earlier, and
        only a voiding does the opposite.
        """
        if self.told.score is None:
            return "evidence"
        if self.stands.score is None or self.stands.score < self.told.score:
            return "voiding"
        if self.stands.score > self.told.score or self.stands.observed_at is None or self.told.observed_at is None:
            return "evidence"
        return "voiding" if self.stands.observed_at > self.told.observed_at else "evidence"


def missed(told: Mapping[UUID, Mastery], stands: Mapping[UUID, Mastery]) -> list[Missed]:
    """The items of one learner that differ, by id. One that is not mentioned has nothing shown, on either side."""
    pairs = ((item, told.get(item, NOTHING_SHOWN), stands.get(item, NOTHING_SHOWN)) for item in told.keys() | stands)
    return sorted(Missed(*pair) for pair in pairs if pair[1] != pair[2])
