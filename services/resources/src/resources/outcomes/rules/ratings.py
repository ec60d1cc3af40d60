"""Stars that people give to a version of an item, and what is shown of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

from resources.common.rules.problems import Problem

FEWEST_STARS, MOST_STARS = 1, 5
STARS = range(FEWEST_STARS, MOST_STARS + 1)
SURE = 1.6448536269514722
"""Standard deviations below the mean beyond which one rating in twenty would be luck."""

Stars = Mapping[str, int]
"""How many stars each person gives to a version of an item."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What a person said of a version of an item at a moment; None: they took their stars away."""

    person: str
    stars: int | None
    rated_at: datetime


@dataclass(frozen=True, slots=True)
class Summary:
    """How many people rated, and the mean of their stars to one place, halves up."""

    people: int
    mean: Decimal


def validate_stars(stars: int) -> Iterator[Problem]:
    """Yields what is wrong with the `stars` of a body."""
    if stars not in STARS:
        yield Problem("/stars", f"There are {FEWEST_STARS} to {MOST_STARS} stars: give a whole number of them.")


def standing(ratings: Iterable[Rating]) -> dict[str, int]:
    """Returns the stars that stand of a version: of each person the last, in whatever order they arrive. Of several of
    one moment the fewest stand, and none at all where one takes them away.
    """
    last: dict[str, Rating] = {}
    for rating in ratings:
        known = last.get(rating.person)
        if known is None or _order(rating) > _order(known):
            last[rating.person] = rating
    return {person: one.stars for person, one in sorted(last.items()) if one.stars is not None}


def _order(rating: Rating) -> tuple[datetime, int]:
    return rating.rated_at, -(rating.stars or 0)


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


def rank(stars: Stars) -> float:
    """Returns by what items are ordered, highest first: the mean that an item has at least, 19 times of 20, where
    before anybody rates each number of stars is as likely as any other (the lower bound of the normal approximation
    to the Dirichlet posterior: Miller, Ranking Items With Star Ratings, 2014). So one person's five stars do not come
    before the four and a half of fifty. Give it what `shown` has chosen, or the order tells what the mean does not.
    """
    given = Counter(stars.values())
    total = len(stars) + len(STARS)
    mean = sum(number * (given[number] + 1) for number in STARS) / total
    square = sum(number * number * (given[number] + 1) for number in STARS) / total
    return mean - SURE * sqrt((square - mean * mean) / (total + 1))
