"""Krippendorff's alpha and its interval."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from math import sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.scoring.rules.agreement import Because, Defined, NotDefined
from readiness.scoring.rules.alpha import Interval, Metric, alpha_interval, krippendorff_alpha, ratings
from services.readiness.tests.scoring.rules.published_ratings import KRIPPENDORFF_2011
from services.readiness.tests.scoring.rules.scoring_pieces import unhurried

some_units = st.lists(st.lists(st.integers(1, 4), max_size=5), max_size=7)


@pytest.mark.parametrize(("metric", "published"), [("nominal", "0.743"), ("ordinal", "0.815")])
def test_the_example_with_four_observers_and_twelve_units(metric: Metric, published: str) -> None:
    found = krippendorff_alpha(map(ratings, KRIPPENDORFF_2011), metric)
    assert isinstance(found, Defined)
    assert f"{float(found.value):.3f}" == published
    assert found.raters == 40  # pairable values: all but the one of the last unit


def by_definition(units: list[list[int]]) -> Fraction | None:
    """Alpha for ordinal data from all ordered pairs of values, as the paper's general form has it."""
    paired = [unit for unit in units if len(unit) >= 2]
    values = [value for unit in paired for value in unit]

    def difference(one: int, other: int) -> Fraction:
        low, high = min(one, other), max(one, other)
        between = sum(low <= value <= high for value in values)
        return (between - Fraction(values.count(low) + values.count(high), 2)) ** 2 if low < high else Fraction(0)

    observed = sum(
        (difference(*pair) / (len(unit) - 1) for unit in paired for pair in permutations(unit, 2)), Fraction(0)
    ) / len(values)
    expected = sum((difference(*pair) for pair in permutations(values, 2)), Fraction(0))
    expected /= len(values) * (len(values) - 1)
    return 1 - observed / expected if expected else None


@unhurried
@given(some_units)
def test_alpha_is_what_its_definition_by_pairs_gives(units: list[list[int]]) -> None:
    found = krippendorff_alpha(map(ratings, units))
    if sum(len(unit) >= 2 for unit in units) < 2:
        assert isinstance(found, NotDefined)
    elif isinstance(found, Defined):
        assert found.value <= 1
        assert found.value == by_definition(units)
    else:
        assert (found.because, by_definition(units)) == ("unanimous", None)


@unhurried
@given(some_units, st.randoms())
def test_neither_the_order_of_units_nor_of_raters_nor_the_names_of_levels_matter(
    units: list[list[int]], any_order: Random
) -> None:
    before = krippendorff_alpha(map(ratings, units)), alpha_interval(map(ratings, units))
    shuffled = [[value * 3 for value in unit] for unit in units]
    for one in shuffled:
        any_order.shuffle(one)
    any_order.shuffle(shuffled)
    assert (krippendorff_alpha(map(ratings, shuffled)), alpha_interval(map(ratings, shuffled))) == before


@pytest.mark.parametrize(
    ("units", "because"),
    [
        ([[1, 2, 3, 4]], "one_unit"),  # the formula gives 0 here, whatever the spread
        ([[1, 1, 1, 1]], "one_unit"),
        ([[1, 2], [3]], "one_unit"),
        ([[3] * 300, [3] * 300], "unanimous"),
        ([[1], [2], [4]], "no_pairs"),
        ([[], []], "no_pairs"),
        ([], "no_pairs"),
    ],
)
def test_where_alpha_is_not_defined_it_says_why(units: list[list[int]], because: Because) -> None:
    assert krippendorff_alpha(map(ratings, units)) == NotDefined(because)
    assert alpha_interval(map(ratings, units)) == NotDefined(because)


def test_one_dissent_among_raters_who_agree_on_one_level_gives_exactly_0() -> None:
    found = krippendorff_alpha(map(ratings, [[1, 1]] * 9 + [[1, 2]]))
    assert found == Defined(Fraction(0), raters=20)


def test_perfect_agreement_that_tells_units_apart_is_1() -> None:
    assert krippendorff_alpha(map(ratings, [[1, 1], [3, 3], [4, 4]])) == Defined(Fraction(1), raters=6)


def test_the_interval_is_that_of_the_jackknife_over_units() -> None:
    units = KRIPPENDORFF_2011
    found = alpha_interval(map(ratings, units))
    assert isinstance(found, Interval)
    pairable = [unit for unit in units if len(unit) >= 2]
    left = [by_definition([*pairable[:n], *pairable[n + 1 :]]) for n in range(len(pairable))]
    alphas = [float(one) for one in left if one is not None]
    mean = sum(alphas) / 11
    error = sqrt(10 / 11 * sum((one - mean) ** 2 for one in alphas))
    whole = float(by_definition(pairable) or 0)
    assert found.units == 11
    assert float(found.low) == pytest.approx(whole - 2.228 * error, abs=1e-5)
    assert float(found.high) == pytest.approx(min(1, whole + 2.228 * error), abs=1e-5)


def test_two_units_are_too_few_for_an_interval() -> None:
    units = [[1, 2], [3, 3]]
    assert isinstance(krippendorff_alpha(map(ratings, units)), Defined)
    assert alpha_interval(map(ratings, units)) == NotDefined("two_units")


def test_an_interval_that_hangs_on_one_unit_is_not_defined() -> None:
    assert alpha_interval(map(ratings, [[1, 1], [1, 1], [1, 2]])) == NotDefined("unanimous")
