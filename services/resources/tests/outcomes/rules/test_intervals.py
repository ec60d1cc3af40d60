"""Intervals, beside the figures that those who published the methods give."""

from __future__ import annotations

from statistics import fmean

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from resources.outcomes.rules.intervals import ALIKE, Part, design_effect, sum_of, wilson

SHARES = st.floats(0, 1)
NUMBERS = st.floats(1, 500)


@pytest.mark.parametrize(
    ("reached", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_that_of_newcombes_examples(reached: int, of: int, low: float, high: float) -> None:
    assert wilson(reached / of, of) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
    ],
)
def test_a_difference_of_two_is_that_of_newcombes_examples(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    parts = [Part(1, one[0] / one[1], one[1]), Part(-1, other[0] / other[1], other[1])]
    assert sum_of(parts) == pytest.approx((low, high), abs=5e-5)


@given(SHARES, NUMBERS)
@settings(max_examples=50, derandomize=True)
def test_an_interval_holds_its_share_lies_between_0_and_1_and_shrinks_with_more_learners(
    share: float, learners: float
) -> None:
    low, high = wilson(share, learners)
    assert -1e-9 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1
    narrower = wilson(share, 2 * learners)
    assert narrower.high - narrower.low < high - low


@given(st.lists(st.tuples(st.floats(0.05, 1), SHARES, NUMBERS, SHARES, NUMBERS), min_size=1, max_size=5))
@settings(max_examples=50, derandomize=True)
def test_a_difference_over_strata_lies_between_minus_1_and_1_and_turns_with_its_sides(
    strata: list[tuple[float, float, float, float, float]],
) -> None:
    total = sum(weight for weight, *_ in strata)
    parts = [
        part
        for weight, one, n_one, other, n_other in strata
        for part in (Part(weight / total, one, n_one), Part(-weight / total, other, n_other))
    ]
    low, high = sum_of(parts)
    difference = sum(part.weight * part.share for part in parts)
    assert -1 - 1e-9 <= low <= difference + 1e-9
    assert difference - 1e-9 <= high <= 1 + 1e-9
    turned = sum_of([part._replace(weight=-part.weight) for part in parts])
    assert turned == pytest.approx((-high, -low))


@pytest.mark.parametrize(("share", "learners"), [(0.5, 0), (0.5, -1), (-0.1, 10), (1.1, 10)])
def test_of_nobody_and_of_no_share_there_is_no_interval(share: float, learners: float) -> None:
    with pytest.raises(ValueError, match="no interval"):
        wilson(share, learners)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8))
@settings(max_examples=60, derandomize=True)
def test_the_effect_of_classes_is_that_of_the_class_that_a_learner_meets(sizes: list[int]) -> None:
    classes = [str(place) for place, size in enumerate(sizes) for _ in range(size)]
    effect = design_effect(classes)
    assert effect == pytest.approx(1 + ALIKE * (fmean(classes.count(one) for one in classes) - 1))
    assume(max(sizes) > 1)
    assert effect > 1 == design_effect(str(place) for place in range(sum(sizes)))


def test_nobody_has_no_effect_of_classes() -> None:
    with pytest.raises(ValueError, match="nobody"):
        design_effect([])
