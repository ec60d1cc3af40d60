"""How sure a share, and a difference of shares, can be. Shares are between 0 and 1, numbers are of learners."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import sqrt
from typing import NamedTuple

Z = 1.959963984540054
"""Of two-sided intervals of 95 percent."""

ALIKE = 0.20
"""How alike learners of one class are (intraclass correlation of achievement), where nobody has measured it: the
default of the What Works Clearinghouse, Procedures Handbook 4.1, for findings that took no account of classes.
"""


class Interval(NamedTuple):
    low: float
    high: float


class Part(NamedTuple):
    """A share among `learners` that enters a sum with a weight, which may be negative. After the design effect the
    number of learners need not be whole.
    """

    weight: float
    share: float
    learners: float


def wilson(share: float, learners: float) -> Interval:
    """Returns the score interval of a share (Wilson 1927, JASA 22:209; without correction for continuity, which is
    method 3 of Newcombe 1998, Statistics in Medicine 17:857). Raises ValueError where there are no learners.
    """
    if learners <= 0 or not 0 <= share <= 1:
        raise ValueError(f"no interval of the share {share} among {learners}")
    square = Z * Z
    middle = 2 * learners * share + square
    reach = Z * sqrt(square + 4 * learners * share * (1 - share))
    below = 2 * (learners + square)
    return Interval(max(0.0, (middle - reach) / below), min(1.0, (middle + reach) / below))


def sum_of(parts: Iterable[Part]) -> Interval:
    """Returns the interval of a weighted sum of independent shares (Zou, Huang and Zhang 2009, Computational
    Statistics & Data Analysis 53:1080): around the sum, the root of the squared distances to the Wilson limits.

    Of one share less another it is method 10 of Newcombe 1998 (Statistics in Medicine 17:873). It is chosen over the
    risk difference of Mantel and Haenszel because it needs no difference that is the same in all strata, keeps sense
    where nobody or everybody of a stratum reached mastery, and weighs strata as those who used the resource lie in
    them, so that the other side is what could be expected of just them.
    """
    total = below = above = 0.0
    for part in parts:
        ends = sorted(part.weight * end for end in wilson(part.share, part.learners))
        value = part.weight * part.share
        total += value
        below += (value - ends[0]) ** 2
        above += (ends[1] - value) ** 2
    return Interval(total - sqrt(below), total + sqrt(above))


def design_effect(classes: Iterable[str]) -> float:
    """Returns by how much fewer the learners count, given the class of each, because those of a class share a teacher
    and much else: 1 where each is of a class of their own (Kish 1965, Survey Sampling, 5.4; for classes of several
    sizes the mean size as a learner meets it). Raises ValueError without learners.
    """
    sizes = Counter(classes).values()
    if not sizes:
        raise ValueError("nobody has no design effect")
    met = sum(size * size for size in sizes) / sum(sizes)
    return 1 + (met - 1) * ALIKE
