"""Gwet's AC2: agreement beyond chance where most ratings fall on one value, which makes alpha fall to nothing.

It is shown beside alpha, never in its place: where raters do not agree and values are unevenly used it says too much
(doi 10.1080/03610918.2018.1490428).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import comb
from typing import Literal

from readiness.scoring.rules.agreement import Coefficient, Defined, NotDefined
from readiness.scoring.rules.alpha import Ratings

Weights = Literal["identity", "linear", "quadratic", "ordinal"]


def weight(kind: Weights, one: int, other: int, levels: int) -> Fraction:
    """Returns how far two levels of 1 to `levels` agree: 1 the same, 0 the ends of the scale.

    Source: Gwet, Handbook of Inter-Rater Reliability (4th edition, 2014), chapter 3: linear 1 - |k - l| / (q - 1),
    quadratic 1 - (k - l)² / (q - 1)², ordinal 1 - C(|k - l| + 1, 2) / C(q, 2). Identity gives AC1.
    """
    apart = abs(one - other)
    far: Mapping[Weights, Callable[[], Fraction]] = {
        "identity": lambda: Fraction(int(apart > 0)),
        "linear": lambda: Fraction(apart, levels - 1),
        "quadratic": lambda: Fraction(apart**2, (levels - 1) ** 2),
        "ordinal": lambda: Fraction(comb(apart + 1, 2), comb(levels, 2)),
    }
    return 1 - far[kind]()


def gwet_ac2(units: Iterable[Ratings], levels: int, weights: Weights = "ordinal") -> Coefficient:
    """Returns AC2 over the units, whose ratings are of levels 1 to `levels`, also those that nobody gave.

    Sources: Gwet, Computing inter-rater reliability and its variance in the presence of high agreement, British
    Journal of Mathematical and Statistical Psychology 61 (2008), 29-48; with weights and missing ratings, Handbook of
    Inter-Rater Reliability (4th edition, 2014). AC2 = (p_a - p_e) / (1 - p_e). p_a is the mean over units with two
    ratings of sum_k r_k (sum_l w_kl r_l - 1) / (r (r - 1)). p_e = sum of all w_kl / (q (q - 1)) · sum p_k (1 - p_k),
    p_k being the mean over all units of the share of their ratings that is k. Not defined without two rated units of
    which at least one has two ratings. Unlike alpha it is defined for full agreement on one value, and then 1.
    """
    rated = [unit for unit in units if sum(unit.values())]
    pairable = [unit for unit in rated if sum(unit.values()) >= 2]
    if not pairable:
        return NotDefined("no_pairs" if rated else "no_answers")
    if len(rated) < 2:
        return NotDefined("one_unit")
    scale = range(1, levels + 1)
    table = {(one, other): weight(weights, one, other, levels) for one in scale for other in scale}
    agreed = sum((_agreed(unit, table) for unit in pairable), Fraction(0)) / len(pairable)
    spread = sum((share * (1 - share) for share in _shares(rated, scale)), Fraction(0))
    by_chance = sum(table.values(), Fraction(0)) / (levels * (levels - 1)) * spread
    return Defined((agreed - by_chance) / (1 - by_chance), sum(sum(unit.values()) for unit in rated))


def _agreed(unit: Ratings, table: Mapping[tuple[int, int], Fraction]) -> Fraction:
    raters = sum(unit.values())
    pairs = Fraction(0)
    for one, count in unit.items():
        pairs += count * (sum((table[one, other] * n for other, n in unit.items()), Fraction(0)) - 1)
    return pairs / (raters * (raters - 1))


def _shares(units: Sequence[Ratings], scale: Iterable[int]) -> list[Fraction]:
    return [
        sum((Fraction(unit.get(value, 0), sum(unit.values())) for unit in units), Fraction(0)) / len(units)
        for value in scale
    ]
