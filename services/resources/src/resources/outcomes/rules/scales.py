"""At which place of its framework's scale a score lies."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

LEVELS = 4
"""Most scales of proficiency have so many levels; a finer one is read as if it had them, between its ends."""
MASTERY = 0
"""The place of the level that counts as mastery; those below it have negative places."""


class Scale(NamedTuple):
    """The ends of a framework's scale, and the score from which an item is mastered."""

    minimum: Decimal
    maximum: Decimal
    mastery_score: Decimal

    def place_of(self, score: Decimal) -> int:
        """Returns the place of a score, counted in levels from where mastery begins: whoever reached it is at `MASTERY`
        or above, whoever is less than a level short of it one below.
        """
        step = max(Decimal(1), (self.maximum - self.minimum) / LEVELS)
        return int(((score - self.mastery_score) / step).to_integral_value(ROUND_FLOOR))
