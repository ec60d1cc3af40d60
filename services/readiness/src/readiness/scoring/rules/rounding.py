"""Exact arithmetic of scores: fractions within a step, and six decimal places at the end of each.

Every score that is shown, at any height of an explanation, has six places, halves away from zero; what stands above it
is computed from those six places. So whoever has the explanation comes to the very same figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from readiness.common.rules.decimals import stored


def weighted_mean(parts: Iterable[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Returns the mean of (weight, score) pairs, stored; None where no part has a weight above 0."""
    weights = total = Fraction(0)
    for weight, score in parts:
        weights += Fraction(weight)
        total += Fraction(weight) * Fraction(score)
    return stored(total / weights) if weights else None


def share(part: Decimal | int, whole: Decimal | int) -> Decimal:
    """Returns which part of the whole this is, 0 to 1, stored; 0 of nothing."""
    return stored(Fraction(part) / Fraction(whole)) if whole else stored(Fraction(0))
