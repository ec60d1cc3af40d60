"""What the result of an xAPI statement is on a scale of ours."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.common.scales import Conversion, Given, Scale
from competency.intake.rules.xapi.score import Placed, Result, on_scale

FOUR = Scale(Decimal(0), Decimal(4), Decimal(3))


@pytest.mark.parametrize(
    ("result", "points"),
    [
        (Result(scaled=Decimal("0.75")), "3.00"),
        (Result(scaled=Decimal("0.333333")), "1.33"),
        (Result(raw=Decimal(2), minimum=Decimal(0), maximum=Decimal(5)), "1.60"),
        (Result(raw=Decimal(2), minimum=Decimal(0), maximum=Decimal(5), scaled=Decimal(1)), "1.60"),
        (Result(raw=Decimal(-1), minimum=Decimal(-3), maximum=Decimal(1)), "2.00"),
        (Result(raw=Decimal(9), scaled=Decimal("0.5")), "2.00"),
        (Result(success=True), "3.00"),
        (Result(success=False, scaled=Decimal("0.25")), "1.00"),
    ],
)
def test_a_result_has_its_place_on_our_scale(result: Result, points: str) -> None:
    placed = on_scale(result, FOUR)
    assert isinstance(placed, Placed)
    assert str(placed.points) == points


@pytest.mark.parametrize("result", [Result(scaled=Decimal("-0.1")), Result(raw=Decimal(3)), Result(success=False)])
def test_a_result_that_cannot_be_placed_is_not_made_up(result: Result) -> None:
    reason = on_scale(result, FOUR)
    assert isinstance(reason, str)
    assert "send" in reason


def test_raw_scores_mean_what_the_district_has_declared_and_nothing_else() -> None:
    raw = Result(raw=Decimal("2.5"), minimum=Decimal(0), maximum=Decimal(10))
    assert on_scale(raw, FOUR, Conversion(FOUR, FOUR)) == Placed(
        Decimal("2.50"), Given(Decimal("2.5"), FOUR.minimum, FOUR.maximum)
    )
    table = {Decimal(1): Decimal(4), Decimal(3): Decimal(1)}
    letters = Conversion(Scale(Decimal(1), Decimal(3), Decimal(1)), FOUR, table)
    assert on_scale(Result(raw=Decimal(3)), FOUR, letters) == Placed(
        Decimal(1), Given(Decimal(3), Decimal(1), Decimal(3), table)
    )
    assert "does not say what 2 is" in str(on_scale(Result(raw=Decimal(2)), FOUR, letters))
    assert "off the scale" in str(on_scale(Result(raw=Decimal(5)), FOUR, Conversion(FOUR, FOUR)))
    assert on_scale(Result(scaled=Decimal(1)), FOUR, letters) == Placed(
        Decimal("4.00"), Given(Decimal(1), Decimal(0), Decimal(1))
    )


@given(st.decimals(0, 1, places=4), st.decimals(0, 1, places=4), st.integers(-5, 5), st.integers(1, 9))
def test_a_better_result_is_never_a_lower_score(one: Decimal, other: Decimal, minimum: int, span: int) -> None:
    scale = Scale(Decimal(minimum), Decimal(minimum + span), Decimal(minimum + span))
    low, high = (on_scale(Result(scaled=scaled), scale) for scaled in sorted((one, other)))
    assert isinstance(low, Placed)
    assert isinstance(high, Placed)
    assert scale.minimum <= low.points <= high.points <= scale.maximum
