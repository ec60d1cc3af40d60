"""Krippendorff's alpha: how far raters agree on several units, beyond chance, with any of their ratings missing.

A unit is what is rated: a question, or an application. One unit has no alpha: what is observed within it is all that
chance is taken from, so the formula would give 0 whatever was said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isqrt, lcm
from typing import Literal

from readiness.common.rules.decimals import stored
from readiness.scoring.rules.agreement import Coefficient, Defined, NotDefined

Metric = Literal["nominal", "ordinal"]
Ratings = Mapping[int, int]
"""Of one unit: how many raters gave each value. Ratings that are missing are not in it."""


def ratings(values: Iterable[int]) -> Ratings:
    """Returns the ratings of a unit from the values that its raters gave."""
    return Counter(values)


def krippendorff_alpha(units: Iterable[Ratings], metric: Metric = "ordinal") -> Coefficient:
    """Returns alpha over the units: 1 is full agreement, 0 what chance would give, below 0 systematic disagreement.

    Source: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): alpha = 1 - D_o / D_e
    from the matrix of coincidences, in which a unit with m ratings gives each of its pairs the weight 1 / (m - 1), and
    a unit with a single rating is left out. The ordinal difference of values c < k is
    (n_c + ... + n_k - (n_c + n_k) / 2)². Not defined without two units that have two ratings each, and where all values
    are the same.
    """
    pairable = [unit for unit in units if sum(unit.values()) >= 2]
    if len(pairable) < 2:
        return NotDefined("one_unit" if pairable else "no_pairs")
    return _Coincidences(pairable).alpha(metric)


class _Coincidences:
    """The matrix of coincidences of pairable units, which may be taken out again one by one.

    It is exact in whole numbers, which cost a tenth of fractions: `pairs` are multiplied by `scale`, of which every
    unit's m - 1 is a part, and differences are doubled before they are squared. Both fall out of alpha.
    """

    def __init__(self, units: Sequence[Ratings]) -> None:
        self.values = sorted({value for unit in units for value, count in unit.items() if count})
        self.scale = lcm(*(sum(unit.values()) - 1 for unit in units))
        self.pairs: dict[tuple[int, int], int] = defaultdict(int)
        self.totals = dict.fromkeys(self.values, 0)
        for unit in units:
            self._count(unit, 1)

    def without(self, unit: Ratings, metric: Metric) -> Coefficient:
        self._count(unit, -1)
        found = self.alpha(metric)
        self._count(unit, 1)
        return found

    def alpha(self, metric: Metric) -> Coefficient:
        n = sum(self.totals.values())
        observed = expected = 0
        for place, low in enumerate(self.values):
            between = self.totals[low]
            for high in self.values[place + 1 :]:
                between += self.totals[high]
                doubled = 2 * between - self.totals[low] - self.totals[high]
                difference = doubled**2 if metric == "ordinal" else 1
                observed += self.pairs[low, high] * difference
                expected += self.totals[low] * self.totals[high] * difference
        if not expected:
            return NotDefined("unanimous")
        return Defined(1 - Fraction((n - 1) * observed, expected * self.scale), n)

    def _count(self, unit: Ratings, sign: int) -> None:
        weight = sign * self.scale // (sum(unit.values()) - 1)
        given = sorted(unit.items())
        for place, (low, count) in enumerate(given):
            self.totals[low] += sign * count
            for high, other in given[place + 1 :]:
                self.pairs[low, high] += count * other * weight


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval of confidence, to six places; `units` is how many it rests on."""

    low: Decimal
    high: Decimal
    units: int


def alpha_interval(units: Iterable[Ratings], metric: Metric = "ordinal") -> Interval | NotDefined:
    """Returns the interval of 95 percent around alpha, by the jackknife over units; its upper end is at most 1.

    With a_i the alpha without unit i, of u units: alpha ± t · sqrt((u - 1) / u · sum (a_i - mean a)²), where t is
    Student's 0.975 quantile with u - 1 degrees of freedom. Source: Hughes, Toward improved inference for Krippendorff's
    alpha agreement coefficient, arXiv 2210.13265 (2022), because the usual bootstrap fails in small samples; he also
    proposes another estimator of alpha, and here the jackknife is taken around the customary one. Not defined where
    alpha is not, with fewer than three units, and where all values are the same once a unit is left out.
    """
    pairable = [unit for unit in units if sum(unit.values()) >= 2]
    whole = krippendorff_alpha(pairable, metric)
    if isinstance(whole, NotDefined):
        return whole
    if len(pairable) < 3:
        return NotDefined("two_units")
    coincidences = _Coincidences(pairable)
    left: list[Fraction] = []
    for unit in pairable:
        one = coincidences.without(unit, metric)
        if isinstance(one, NotDefined):
            return one
        left.append(one.value)
    u = len(left)
    error = _root(Fraction(u - 1, u) * _squared_deviations(left))
    reach = Fraction(_T[min(u - 1, len(_T)) - 1]) * error
    return Interval(stored(whole.value - reach), stored(min(whole.value + reach, Fraction(1))), u)


_T = [
    *("12.706", "4.303", "3.182", "2.776", "2.571", "2.447", "2.365", "2.306", "2.262", "2.228"),
    *("2.201", "2.179", "2.160", "2.145", "2.131", "2.120", "2.110", "2.101", "2.093", "2.086"),
    *("2.080", "2.074", "2.069", "2.064", "2.060", "2.056", "2.052", "2.048", "2.045", "2.042"),
]
"""Student's 0.975 quantiles for 1 to 30 degrees of freedom; the last stands for all above, which makes the interval a
little wide.
"""


def _squared_deviations(values: Sequence[Fraction]) -> Fraction:
    """Returns the sum of squared deviations from the mean; over one denominator, for none of theirs has much in common
    with another's.
    """
    scale = lcm(*(one.denominator for one in values))
    whole = [one.numerator * (scale // one.denominator) for one in values]
    return Fraction(len(whole) * sum(one**2 for one in whole) - sum(whole) ** 2, len(whole) * scale**2)


def _root(value: Fraction) -> Fraction:
    """Returns the square root, cut after twelve places."""
    scale = 10**12
    return Fraction(isqrt(value.numerator * scale * scale // value.denominator), scale)
