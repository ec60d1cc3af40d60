"""Levels: what a score means on its framework's scale, in words that do not depend on colour."""

from decimal import Decimal
from typing import Literal

Level = Literal["none", "beginning", "approaching", "proficient", "exceeding"]
LEVELS: tuple[Level, ...] = ("none", "beginning", "approaching", "proficient", "exceeding")


def level_of(score: Decimal | None, *, mastered: bool, minimum: Decimal, mastery_score: Decimal) -> Level:
    """The level of a score. Whether it is mastery has been determined elsewhere, and that alone is believed here; the
    scale only tells the halves below mastery apart, and what lies above it.
    """
    if score is None:
        return "proficient" if mastered else "none"
    if mastered:
        return "exceeding" if score > mastery_score else "proficient"
    return "approaching" if score > minimum and 2 * (score - minimum) >= mastery_score - minimum else "beginning"
