"""How the answers to a question are distributed: how many gave each value, and how many gave none, by the reason.

Three denominators are told apart. `asked` are all who submitted and whose role is asked the question. `answered` are
those of them who gave a value: shares and the median are of these. What a score is divided by is `counted` (see
`cells`): those who answered, and those whose "don't know" or "not applicable" counts as the lowest score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from readiness.common.rules.decimals import stored
from readiness.scoring.rules.answers import DONT_KNOW, NOT_APPLICABLE, SKIPPED, Answer
from readiness.scoring.rules.rounding import share
from readiness.scoring.rules.terms import ChoiceScale, NumberScale, Scale, Unscored, Value, score_of, values_of


@dataclass(frozen=True, slots=True)
class ValueCount:
    """How many gave this value, and the score it has."""

    value: Value
    score: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """`values` are in the scale's order, also those that nobody gave; of a number those given, rising.

    `total` is the sum of the scores of all values. Of text and evidence, which have no score, `values` are empty.
    """

    values: tuple[ValueCount, ...]
    total: Decimal
    answered: int
    dont_know: int
    not_applicable: int
    skipped: int

    @property
    def asked(self) -> int:
        """All who could have answered."""
        return self.answered + self.dont_know + self.not_applicable + self.skipped

    def shares(self) -> tuple[Decimal, ...]:
        """Returns for each of `values` its share of those who answered, 0 to 1, to six places."""
        return tuple(share(one.count, self.answered) for one in self.values)


def distribution(scale: Scale, counts: Mapping[Answer, int]) -> Distribution:
    """Returns the distribution of answers that were counted; absent ones are 0.

    Raises OffScale for a value that the question does not have.
    """
    given = {answer.value: count for answer, count in counts.items() if answer.value is not None}
    values: tuple[ValueCount, ...] = ()
    if not isinstance(scale, Unscored):
        scores = {value: score_of(scale, value) for value in (*values_of(scale), *given)}
        order = sorted(scores) if isinstance(scale, NumberScale) else scores
        values = tuple(ValueCount(value, scores[value], given.get(value, 0)) for value in order)
    total = sum((Fraction(one.score) * one.count for one in values), Fraction(0))
    return Distribution(
        values=values,
        total=stored(total),
        answered=sum(given.values()),
        dont_know=counts.get(DONT_KNOW, 0),
        not_applicable=counts.get(NOT_APPLICABLE, 0),
        skipped=counts.get(SKIPPED, 0),
    )


def without_values(found: Distribution) -> Distribution:
    """Returns what may be released of a number: how many answered and the sum of their scores, not the numbers.

    A number that one rater gave is that rater's answer; the counts of levels or options are sums.
    """
    return replace(found, values=())


class Median(NamedTuple):
    """The lower and the upper median. Both are values that raters gave; they are equal but for an even number of
    raters whose middle lies between two values.
    """

    low: Value
    high: Value


def median(scale: Scale, found: Distribution) -> Median | None:
    """Returns the median of ordered values; None without a value, and for options, which have no order.

    By definition a median is a value with at least half of the answers at or below it and at least half at or above.
    Ordinal values cannot be averaged, so none is made up between two of them: with an even number of raters the values
    of the middle two are given, the lower and the upper median, and every level from one to the other is a median.
    """
    if isinstance(scale, ChoiceScale) or not found.values or not found.answered:
        return None
    return Median(_ranked(found, (found.answered + 1) // 2), _ranked(found, found.answered // 2 + 1))


def _ranked(found: Distribution, rank: int) -> Value:
    seen = 0
    for one in found.values:
        seen += one.count
        if seen >= rank:
            return one.value
    raise AssertionError("the rank lies beyond the answers")
