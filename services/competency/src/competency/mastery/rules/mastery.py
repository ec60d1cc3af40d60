"""What a learner has shown, and what it was found to amount to.

Scores are points on a district's scale, exact decimals that count to two places (halves go up). Time is
when the learner showed it (`observed_at`); when we heard of it (`recorded_at`) only answers what was known
at a date.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID


class Determination(NamedTuple):
    """What the evidence amounts to: a score in points of the scale, None without evidence.

    `deciding` is the piece that dates the score and `observed_at` when the learner showed it, `pieces` how much
    evidence was weighed. `mastered_since` is from when on it has been so (see `rules.mastered_since`), None where it is
    not mastered.
    """

    score: Decimal | None
    mastered: bool
    observed_at: datetime | None
    deciding: UUID | None
    pieces: int
    mastered_since: datetime | None = None


NOTHING_SHOWN = Determination(score=None, mastered=False, observed_at=None, deciding=None, pieces=0)


class ItemMastery(NamedTuple):
    """A learner's mastery of an item: the result, since when we know it, and by which policy, or which version of the
    item's criterion, it was determined.
    """

    item_id: UUID
    score: Decimal | None
    mastered: bool
    observed_at: datetime | None
    known_at: datetime | None
    policy_id: UUID | None = None
    criterion_version: int | None = None
