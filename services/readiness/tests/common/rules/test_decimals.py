"""Exact numbers: stored to six places, halves away from zero, whatever precision the caller works with."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.common.rules.decimals import cut, decimal_places, stored

WIDE = Context(prec=400)
STEP = Decimal("0.000001")


@given(st.fractions(-1000, 1000, max_denominator=10**9))
def test_a_fraction_is_stored_to_six_places_halves_away_from_zero(value: Fraction) -> None:
    exact = WIDE.divide(Decimal(value.numerator), Decimal(value.denominator))
    with localcontext() as context:
        context.prec = 2
        assert stored(value) == exact.quantize(STEP, ROUND_HALF_UP, WIDE)
        assert stored(value).as_tuple().exponent == -6
        assert cut(abs(value)) == exact.copy_abs().quantize(STEP, ROUND_DOWN, WIDE)


def test_a_half_goes_away_from_zero_and_nothing_is_minus_nothing() -> None:
    assert stored(Fraction(1, 2_000_000)) == STEP
    assert stored(Fraction(-1, 2_000_000)) == -STEP
    assert str(stored(Fraction(-1, 3_000_000))) == "0.000000"


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("2.50", 1),
        ("2", 0),
        ("0.000001", 6),
        ("1e3", 0),
        ("1.20e-2", 3),
        ("0e-9", 0),
        ("100", 0),
        ("-0.10", 1),
        ("1e-30", 30),
    ],
)
def test_the_places_of_a_number_are_those_it_needs(written: str, places: int) -> None:
    assert decimal_places(Decimal(written)) == places
