"""Distributions: what is counted, in which denominator, and the median of ordered values."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.scoring.rules.answers import DONT_KNOW, NOT_APPLICABLE, SKIPPED, Answer, said
from readiness.scoring.rules.distribution import Distribution, Median, distribution, median, without_values
from readiness.scoring.rules.terms import (
    ChoiceScale,
    Ladder,
    LevelScale,
    NumberScale,
    OffScale,
    ReadinessLevel,
    Scale,
    Unscored,
    Value,
    YesNoScale,
    score_of,
)
from services.readiness.tests.scoring.rules.scoring_pieces import DEVICES, FOUR, SCHEDULE, unhurried


def of(scale: Scale, *answers: Value | Answer) -> Distribution:
    return distribution(scale, Counter(one if isinstance(one, Answer) else said(one) for one in answers))


@pytest.mark.parametrize(
    ("scale", "value", "expected"),
    [
        (FOUR, 1, "0"), (FOUR, 2, "0.333333"), (FOUR, 3, "0.666667"), (FOUR, 4, "1"),
        (YesNoScale(), False, "0"), (YesNoScale(), True, "1"),
        (SCHEDULE, "some", "0.5"),
        (DEVICES, Decimal("5.5"), "0.5"), (DEVICES, Decimal(12), "0"), (DEVICES, Decimal("0.5"), "1"),
        (NumberScale(Decimal(0), Decimal(30)), Decimal(10), "0.333333"),
        (NumberScale(Decimal(0), Decimal(30)), Decimal(-1), "0"), (NumberScale(Decimal(0), Decimal(30)), 31, "1"),
    ],
)  # fmt: skip
def test_every_answer_has_a_score_from_0_to_1(scale: Scale, value: Value, expected: str) -> None:
    assert score_of(scale, value) == Decimal(expected)


@pytest.mark.parametrize(
    ("scale", "value"),
    [
        (FOUR, 0), (FOUR, 5), (FOUR, True), (FOUR, "2"), (FOUR, Decimal(2)), (YesNoScale(), 1), (SCHEDULE, "most"),
        (DEVICES, Decimal("NaN")), (DEVICES, Decimal("Infinity")), (DEVICES, "5"), (Unscored(), "words"),
    ],
)  # fmt: skip
def test_a_value_off_the_scale_is_refused(scale: Scale, value: Value) -> None:
    with pytest.raises(OffScale):
        score_of(scale, value)


def test_scales_and_ladders_without_a_choice_are_refused() -> None:
    with pytest.raises(ValueError, match="at least two"):
        LevelScale(1)
    with pytest.raises(ValueError, match="differ"):
        NumberScale(Decimal(3), Decimal("3.0"))
    low, high = ReadinessLevel("low", Decimal(0)), ReadinessLevel("high", Decimal("0.5"))
    for levels, target in (((), "low"), ((high,), "high"), ((low, low), "low"), ((low, high), "low"), ((low,), "x")):
        with pytest.raises(ValueError, match="level"):
            Ladder(levels, target)


def test_each_value_is_counted_and_so_is_each_way_of_giving_none() -> None:
    found = of(FOUR, 2, 2, 4, DONT_KNOW, NOT_APPLICABLE, NOT_APPLICABLE, SKIPPED)
    assert [(one.value, one.count) for one in found.values] == [(1, 0), (2, 2), (3, 0), (4, 1)]
    assert (found.answered, found.dont_know, found.not_applicable, found.skipped, found.asked) == (3, 1, 2, 1, 7)


def test_shares_are_of_those_who_gave_a_value() -> None:
    found = of(FOUR, 2, 2, 4, DONT_KNOW, SKIPPED)
    assert found.shares() == (Decimal(0), Decimal("0.666667"), Decimal(0), Decimal("0.333333"))
    assert of(FOUR, DONT_KNOW).shares() == (Decimal(0),) * 4


@pytest.mark.parametrize(
    ("scale", "values", "expected"),
    [
        (FOUR, (1, 4, 4), Median(4, 4)),
        (FOUR, (1, 2, 3, 4), Median(2, 3)),
        (FOUR, (1, 1, 4, 4), Median(1, 4)),
        (FOUR, (2, 2, 3), Median(2, 2)),
        (FOUR, (3, DONT_KNOW, SKIPPED, NOT_APPLICABLE), Median(3, 3)),
        (FOUR, (DONT_KNOW,), None),
        (FOUR, (), None),
        (YesNoScale(), (True, False, True), Median(True, True)),
        (DEVICES, (Decimal(7), Decimal("0.5"), Decimal(2)), Median(Decimal(2), Decimal(2))),
        (SCHEDULE, ("none", "all"), None),
        (Unscored(), ("words",), None),
    ],
)
def test_the_median_of_ordered_values_is_a_value_or_two(
    scale: Scale, values: tuple[Value | Answer, ...], expected: Median | None
) -> None:
    assert median(scale, of(scale, *values)) == expected


@unhurried
@given(st.lists(st.integers(1, 5), min_size=1))
def test_half_of_the_answers_lie_at_or_below_either_median_and_half_at_or_above(values: list[int]) -> None:
    found = median(LevelScale(5), of(LevelScale(5), *values))
    assert found is not None
    for middle in found:
        assert isinstance(middle, int)
        assert 2 * sum(value <= middle for value in values) >= len(values)
        assert 2 * sum(value >= middle for value in values) >= len(values)
        assert middle in values


def test_numbers_are_listed_as_given_and_released_without_their_values() -> None:
    found = of(DEVICES, Decimal("5.5"), Decimal(1), Decimal("5.5"), SKIPPED)
    assert [(one.value, one.count) for one in found.values] == [(Decimal(1), 1), (Decimal("5.5"), 2)]
    hidden = without_values(found)
    assert (hidden.values, hidden.total, hidden.answered, hidden.skipped) == ((), Decimal(2), 3, 1)
    assert median(DEVICES, hidden) is None


def test_options_keep_the_order_in_which_they_are_shown() -> None:
    found = of(ChoiceScale((("z", Decimal(1)), ("a", Decimal(0)))), "a", "a", "z")
    assert [(one.value, one.count, one.score) for one in found.values] == [("z", 1, Decimal(1)), ("a", 2, Decimal(0))]


def test_text_is_counted_and_never_scored() -> None:
    found = of(Unscored(), "Our schools …", "Yes.", SKIPPED)
    assert (found.values, found.answered, found.skipped, found.total) == ((), 2, 1, Decimal(0))
