"""Agreement on one question: average deviation, r*wg, and when there is none."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.scoring.rules.agreement import (
    Because,
    Coefficient,
    Defined,
    NotDefined,
    Null,
    Points,
    QuestionAgreement,
    acceptable_deviation,
    agreement,
    average_deviation,
    null_variance,
    r_wg,
)
from readiness.scoring.rules.answers import DONT_KNOW, Answer, said
from readiness.scoring.rules.distribution import distribution, without_values
from readiness.scoring.rules.terms import LevelScale, Scale, Value, YesNoScale
from services.readiness.tests.scoring.rules.scoring_pieces import DEVICES, FOUR, SCHEDULE, unhurried

some_ratings = st.lists(st.integers(1, 5), min_size=2, max_size=30)


def points(*values: int) -> Points:
    return [(Fraction(value), count) for value, count in Counter(values).items()]


def value_of(found: Coefficient) -> Fraction:
    assert isinstance(found, Defined)
    return found.value


def agreed(scale: Scale, *answers: Value | Answer) -> QuestionAgreement:
    counts = Counter(one if isinstance(one, Answer) else said(one) for one in answers)
    return agreement(scale, distribution(scale, counts))


@pytest.mark.parametrize(("options", "printed"), [(1, "0.2"), (5, "0.8"), (7, "1.2"), (9, "1.5"), (11, "1.8")])
def test_the_acceptable_deviation_is_as_burke_and_dunlap_print_it(options: int, printed: str) -> None:
    assert f"{float(acceptable_deviation(options)):.1f}" == printed  # 2002, abstract


@pytest.mark.parametrize(
    ("options", "null", "variance"),
    [(5, "uniform", 2), (7, "uniform", 4), (9, "uniform", Fraction(20, 3)), (5, "maximum_dissensus", 4)],
)
def test_the_variances_of_the_nulls_are_those_published(options: int, null: Null, variance: Fraction) -> None:
    # James, Demaree & Wolf 1984 for uniform ratings; O'Neill, Frontiers in Psychology 8 (2017), 777, for both.
    assert null_variance(options, null) == variance


def test_the_deviations_worked_out_by_hand() -> None:
    ratings = points(1, 1, 2, 4, 5)  # mean 2.6, median 2
    assert value_of(average_deviation(ratings, "mean")) == Fraction("1.52")
    assert value_of(average_deviation(ratings, "median")) == Fraction("1.4")
    assert value_of(r_wg(ratings, 5)) == 1 - Fraction("3.3") / 2
    assert value_of(r_wg(ratings, 5, "maximum_dissensus")) == 1 - Fraction("3.3") / 4


@unhurried
@given(some_ratings)
def test_deviations_lie_between_none_and_half_the_scale_and_are_least_around_the_median(values: list[int]) -> None:
    around_mean = value_of(average_deviation(points(*values), "mean"))
    around_median = value_of(average_deviation(points(*values), "median"))
    assert 0 <= around_median <= around_mean <= 2
    every_other = [sum(abs(Fraction(value) - centre) for value in values) / len(values) for centre in range(1, 6)]
    assert around_median == min(every_other)


@unhurried
@given(st.integers(2, 9), st.integers(1, 4))
def test_ratings_spread_evenly_agree_as_little_as_the_uniform_null(options: int, times: int) -> None:
    spread = [(Fraction(level), times) for level in range(1, options + 1)]
    raters = options * times
    assert value_of(r_wg(spread, options)) == Fraction(-1, raters - 1)  # 0 but for the N - 1 of the sample


def test_r_wg_falls_below_0_where_raters_differ_more_than_chance() -> None:
    assert value_of(r_wg(points(1, 5), 5)) == -3
    assert value_of(r_wg(points(1, 1, 5, 5), 5)) < 0


def test_three_hundred_unanimous_raters_do_not_deviate_at_all() -> None:
    found = agreed(LevelScale(5), *[4] * 300)
    assert [value_of(one) for one in (found.from_mean, found.from_median, found.r_wg)] == [0, 0, 1]
    assert found.agrees is True


@pytest.mark.parametrize(
    ("scale", "answers", "because"),
    [
        (FOUR, (3,), "one_rater"),
        (FOUR, (3, DONT_KNOW, DONT_KNOW), "one_rater"),
        (FOUR, (DONT_KNOW, DONT_KNOW), "no_answers"),
        (FOUR, (), "no_answers"),
        (SCHEDULE, ("none", "all"), "not_ordered"),
    ],
)
def test_what_is_not_defined_says_why_and_is_no_number(
    scale: Scale, answers: tuple[Value | Answer, ...], because: Because
) -> None:
    found = agreed(scale, *answers)
    assert {found.from_mean, found.from_median, found.r_wg} == {NotDefined(because)}
    assert (found.agrees, found.acceptable_deviation) == (None, None)
    assert found.from_mean.words.startswith("not defined, because ")  # type: ignore[union-attr]


def test_numbers_agree_by_their_scores_and_have_no_r_wg() -> None:
    found = agreed(DEVICES, Decimal(1), Decimal(10))
    assert (value_of(found.from_mean), found.r_wg) == (Fraction(1, 2), NotDefined("not_levels"))
    assert found.agrees is False
    hidden = without_values(distribution(DEVICES, {said(Decimal(1)): 5}))
    assert agreement(DEVICES, hidden).from_mean == NotDefined("not_released")


@pytest.mark.parametrize(("yes", "no", "agrees"), [(4, 1, True), (3, 1, False), (5, 0, True), (1, 1, False)])
def test_yes_and_no_agree_up_to_a_third(yes: int, no: int, agrees: bool) -> None:
    found = agreed(YesNoScale(), *[True] * yes, *[False] * no)
    share = Fraction(yes, yes + no)
    assert value_of(found.from_mean) == 2 * share * (1 - share)
    assert found.agrees is agrees


def test_a_deviation_of_just_a_sixth_of_the_options_still_agrees() -> None:
    assert agreed(LevelScale(6), 2, 4).agrees is True  # deviation 1, of 6 levels
    assert agreed(LevelScale(5), 2, 4).agrees is False
    assert agreed(LevelScale(6), 2, 4).from_mean == Defined(Fraction(1), raters=2)
    assert Defined(Fraction(2, 3), 2).shown == Decimal("0.666667")
