"""Six places, halves away from zero, from exact fractions."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.common.rules.decimals import stored
from readiness.scoring.rules.rounding import share, weighted_mean
from services.readiness.tests.scoring.rules.scoring_pieces import places, unhurried, weights


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(2, 3), "0.666667"),
        (Fraction(1, 3), "0.333333"),
        (Fraction(1, 2_000_000), "0.000001"),
        (Fraction(-1, 2_000_000), "-0.000001"),
        (Fraction(1, 2_000_001), "0.000000"),
        (Fraction(-1, 2_000_001), "0.000000"),
        (Fraction(1), "1.000000"),
    ],
)
def test_halves_go_away_from_zero_and_zero_has_no_sign(value: Fraction, expected: str) -> None:
    assert str(stored(value)) == expected


def test_what_weighs_nothing_has_no_mean() -> None:
    assert weighted_mean([]) is None
    assert weighted_mean([(Decimal(0), Decimal(1))]) is None
    assert share(3, 0) == 0


@unhurried
@given(st.lists(st.tuples(weights, places), min_size=1, max_size=8), st.data())
def test_a_mean_lies_among_its_parts_in_any_order_and_whatever_precision_a_caller_has_set(
    parts: list[tuple[Decimal, Decimal]], data: st.DataObject
) -> None:
    found = weighted_mean(parts)
    with localcontext(prec=2):
        assert weighted_mean(data.draw(st.permutations(parts))) == found
    if found is not None:
        counting = [one for weight, one in parts if weight]
        assert min(counting) <= found <= max(counting)
