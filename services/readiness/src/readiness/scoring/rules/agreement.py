"""Agreement of raters on one question: average deviation and r*wg, each a value or the reason there is none.

One question about one district is a single target. Coefficients that compare targets (alpha, AC2) mean nothing there
and are for several questions or applications: see `alpha` and `ac2`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from readiness.common.rules.decimals import stored
from readiness.scoring.rules.distribution import Distribution
from readiness.scoring.rules.terms import LevelScale, NumberScale, Scale, YesNoScale

Because = Literal[
    "no_answers",
    "one_rater",
    "one_unit",
    "two_units",
    "no_pairs",
    "unanimous",
    "not_ordered",
    "not_levels",
    "not_released",
]

IN_WORDS: dict[Because, str] = {
    "no_answers": "nobody gave a value",
    "one_rater": "only one rater gave a value",
    "one_unit": "only one question or application has values: there is nothing to tell apart",
    "two_units": "only two questions or applications have values of two raters: too few for an interval",
    "no_pairs": "no question or application has values of two raters",
    "unanimous": "all values are the same: chance would agree as well",
    "not_ordered": "the options have no order",
    "not_levels": "it is for levels, not for numbers",
    "not_released": "the values may not be shown",
}
"""In English, to follow "not defined, because"."""

Null = Literal["uniform", "maximum_dissensus"]


@dataclass(frozen=True, slots=True)
class Defined:
    """A coefficient's value, exact; `shown` is to six places. `raters` is how many values it is of."""

    value: Fraction
    raters: int

    @property
    def shown(self) -> Decimal:
        return stored(self.value)


@dataclass(frozen=True, slots=True)
class NotDefined:
    """A coefficient that has no value here, and why. It is never shown as a number."""

    because: Because

    @property
    def words(self) -> str:
        return f"not defined, because {IN_WORDS[self.because]}"


Coefficient = Defined | NotDefined


@dataclass(frozen=True, slots=True)
class QuestionAgreement:
    """How far the raters of one question agree. `acceptable_deviation` is the most that counts as agreement, in the
    unit of the deviations; None where they are not defined.

    Deviations are in levels, yes and no being one apart, and of a number in its score, 0 to 1.
    """

    from_mean: Coefficient
    from_median: Coefficient
    r_wg: Coefficient
    acceptable_deviation: Fraction | None

    @property
    def agrees(self) -> bool | None:
        """Whether the deviation from the mean is acceptable; None where it is not defined."""
        if self.acceptable_deviation is None or isinstance(self.from_mean, NotDefined):
            return None
        return self.from_mean.value <= self.acceptable_deviation


def agreement(scale: Scale, found: Distribution) -> QuestionAgreement:
    """Returns the agreement of those who gave a value. r*wg is against the uniform null, and not of numbers.

    The deviation that counts as agreement is `acceptable_deviation` of the scale's number of levels, 2 for yes and no.
    """
    if not isinstance(scale, LevelScale | YesNoScale | NumberScale):
        return _undefined(NotDefined("not_ordered"))
    if found.answered == 0:
        return _undefined(NotDefined("no_answers"))
    if found.answered == 1:
        return _undefined(NotDefined("one_rater"))
    if not found.values:
        return _undefined(NotDefined("not_released"))
    if isinstance(scale, NumberScale):
        points, options = [(Fraction(one.score), one.count) for one in found.values], 1
    else:
        points = [(Fraction(int(one.value)), one.count) for one in found.values if not isinstance(one.value, str)]
        options = scale.levels if isinstance(scale, LevelScale) else 2
    return QuestionAgreement(
        from_mean=average_deviation(points, around="mean"),
        from_median=average_deviation(points, around="median"),
        r_wg=NotDefined("not_levels") if isinstance(scale, NumberScale) else r_wg(points, options),
        acceptable_deviation=acceptable_deviation(options),
    )


def _undefined(reason: NotDefined) -> QuestionAgreement:
    return QuestionAgreement(reason, reason, reason, acceptable_deviation=None)


Points = Sequence[tuple[Fraction, int]]
"""(value, how many gave it); the values are distinct."""


def average_deviation(points: Points, around: Literal["mean", "median"]) -> Coefficient:
    """Returns AD_M or AD_Md: the mean absolute deviation from the mean or the median, in the unit of the values.

    Source: Burke, Finkelstein & Dusig, On average deviation indices for estimating interrater agreement,
    Organizational Research Methods 2 (1999), 49-68: AD = sum |x_k - centre| / N. 0 is full agreement; on c levels
    it is at most (c - 1) / 2. With an even number of raters any median between the middle two gives the same sum.
    Not defined for fewer than two raters.
    """
    raters = sum(count for _, count in points)
    if raters < 2:
        return NotDefined("one_rater" if raters else "no_answers")
    centre = _mean(points, raters) if around == "mean" else _low_median(points, raters)
    return Defined(sum((abs(value - centre) * count for value, count in points), Fraction(0)) / raters, raters)


def acceptable_deviation(options: int) -> Fraction:
    """Returns the largest average deviation that counts as agreement: c / 6, of c response options.

    Source: Burke & Dunlap, Estimating interrater agreement with the average deviation index: a user's guide,
    Organizational Research Methods 5 (2002), 159-172, who print 0.8, 1.2, 1.5 and 1.8 for 5, 7, 9 and 11 options. With
    one option it is the limit for proportions, 1 / 6, which they print as 0.2.
    """
    return Fraction(options, 6)


def null_variance(options: int, null: Null) -> Fraction:
    """Returns the variance of ratings on levels 1 to c under a null.

    `uniform`: every level equally likely, (c² - 1) / 12 (James, Demaree & Wolf, Estimating within-group interrater
    reliability with and without response bias, Journal of Applied Psychology 69 (1984)). `maximum_dissensus`: half of
    the raters at either end, (c - 1)² / 4 (Lindell & Brandt, Measuring interrater agreement for ratings of a single
    target, Applied Psychological Measurement 21 (1997)). On five levels they are 2 and 4.
    """
    return Fraction(options**2 - 1, 12) if null == "uniform" else Fraction((options - 1) ** 2, 4)


def r_wg(points: Points, options: int, null: Null = "uniform") -> Coefficient:
    """Returns r*wg of one question on `options` levels: 1 - s² / variance of the null; 1 is full agreement.

    Source: Lindell, Brandt & Whitney, A revised index of interrater agreement for multi-item ratings of a single
    target, Applied Psychological Measurement 23 (1999), 127-135, for one item; s² is the sample variance (N - 1).
    Unlike the index of James et al. it is not cut at 0: below, raters differ more than the null does. Not defined for
    fewer than two raters.
    """
    raters = sum(count for _, count in points)
    if raters < 2:
        return NotDefined("one_rater" if raters else "no_answers")
    mean = _mean(points, raters)
    variance = sum(((value - mean) ** 2 * count for value, count in points), Fraction(0)) / (raters - 1)
    return Defined(1 - variance / null_variance(options, null), raters)


def _mean(points: Points, raters: int) -> Fraction:
    return sum((value * count for value, count in points), Fraction(0)) / raters


def _low_median(points: Points, raters: int) -> Fraction:
    seen = 0
    for value, count in sorted(points):
        seen += count
        if 2 * seen >= raters:
            return value
    raise AssertionError("half of the raters lie beyond the last value")
