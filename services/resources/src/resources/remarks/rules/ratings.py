"""Stars that people give to a version of an item, and what is shown of them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

FEWEST_STARS, MOST_STARS = 1, 5

Stars = Mapping[str, int]
"""How many stars each person gives to a version of an item."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How many people rated, and the mean of their stars to one place, halves up."""

    people: int
    mean: Decimal


def shown(stand: Stars, before: Stars, minimum: int) -> dict[str, int]:
    """Returns the stars that what is shown is made of, given those of last time; nothing the first time.

    They change only once at least `minimum` people have rated, rated otherwise or taken their stars away, all of these
    at once: else the difference to what was shown before would be what one of them said. Where fewer than `minimum`
    would be left, nothing is shown from then on.
    """
    changed = sum(stand.get(person) != before.get(person) for person in {*stand, *before})
    if changed < minimum:
        return dict(before)
    return dict(stand) if len(stand) >= minimum else {}


def summary(stars: Stars) -> Summary | None:
    """Returns what is shown of the stars that `shown` has chosen; None where these are none."""
    if not stars:
        return None
    mean = Decimal(sum(stars.values())) / len(stars)
    return Summary(len(stars), mean.quantize(Decimal("0.1"), ROUND_HALF_UP))
