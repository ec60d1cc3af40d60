"""Gwet's AC1 and AC2."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.scoring.rules.ac2 import Weights, gwet_ac2, weight
from readiness.scoring.rules.agreement import Because, Defined, NotDefined
from readiness.scoring.rules.alpha import krippendorff_alpha, ratings
from services.readiness.tests.scoring.rules.published_ratings import KRIPPENDORFF_2011
from services.readiness.tests.scoring.rules.scoring_pieces import unhurried

some_units = st.lists(st.lists(st.integers(1, 4), max_size=5), max_size=7)


@pytest.mark.parametrize(
    ("weights", "published"),
    [("identity", "0.77544"), ("linear", "0.859"), ("ordinal", "0.899"), ("quadratic", "0.914")],
)
def test_the_coefficients_published_for_four_raters_and_twelve_subjects(weights: Weights, published: str) -> None:
    # The first by Gwet (irrCAC, overview vignette), the others by irrCAC's port to Python; none of their code is here.
    found = gwet_ac2(map(ratings, KRIPPENDORFF_2011), 5, weights)
    assert isinstance(found, Defined)
    assert f"{float(found.value):.{len(published) - 2}f}" == published
    assert found.raters == 41


@pytest.mark.parametrize(
    ("weights", "middle"), [("identity", "0"), ("linear", "1/2"), ("ordinal", "2/3"), ("quadratic", "3/4")]
)
def test_the_weights_of_three_levels_are_those_published(weights: Weights, middle: str) -> None:
    # Gwet, irrCAC, weighting vignette.
    apart = [weight(weights, 1, other, 3) for other in (1, 2, 3)]
    assert apart == [1, Fraction(middle), 0]
    assert weight(weights, 3, 2, 3) == weight(weights, 2, 1, 3)


@unhurried
@given(some_units, st.sampled_from(["identity", "linear", "ordinal", "quadratic"]))
def test_ac2_is_at_most_1_and_1_only_where_all_agree(units: list[list[int]], weights: Weights) -> None:
    found = gwet_ac2(map(ratings, units), 4, weights)
    if isinstance(found, Defined):
        assert found.value <= 1
        assert (found.value == 1) == all(len(set(unit)) <= 1 for unit in units)
    else:
        assert sum(bool(unit) for unit in units) < 2 or all(len(unit) < 2 for unit in units)


@unhurried
@given(some_units, st.randoms())
def test_the_order_does_not_matter(units: list[list[int]], any_order: Random) -> None:
    before = gwet_ac2(map(ratings, units), 4)
    any_order.shuffle(units)
    assert gwet_ac2((ratings(reversed(unit)) for unit in units), 4) == before


@pytest.mark.parametrize(
    ("units", "because"),
    [([[1, 2, 3]], "one_unit"), ([[1], [2]], "no_pairs"), ([[], []], "no_answers"), ([], "no_answers")],
)
def test_where_ac2_is_not_defined_it_says_why(units: list[list[int]], because: Because) -> None:
    assert gwet_ac2(map(ratings, units), 4) == NotDefined(because)


def test_where_nearly_all_say_the_same_ac2_stays_high_and_alpha_falls_to_0() -> None:
    units = [ratings([1, 1])] * 9 + [ratings([1, 2])]
    high = gwet_ac2(units, 4, "identity")
    assert isinstance(high, Defined)
    assert high.value > Fraction(4, 5)
    assert krippendorff_alpha(units) == Defined(Fraction(0), raters=20)
