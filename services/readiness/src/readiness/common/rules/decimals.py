"""Exact numbers: how fractions are stored, and to how many places decimals are written."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

PLACES = 6
"""Decimal places of what is stored."""

# A context of our own: the caller's precision must not decide what is stored.
_EXACT = Context(prec=60)


def stored(value: Fraction) -> Decimal:
    """Returns the value to six places, halves away from zero; never a negative zero."""
    scaled = abs(value) * 10**PLACES
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-PLACES, _EXACT)


def cut(value: Fraction) -> Decimal:
    """Returns the value, not below 0, to six places, without what lies behind them."""
    return Decimal(value.numerator * 10**PLACES // value.denominator).scaleb(-PLACES, _EXACT)


def decimal_places(value: Decimal) -> int:
    """Returns how many places behind the point are needed to write a finite number; 2.50 needs one."""
    if not value:
        return 0
    _, digits, exponent = value.as_tuple()
    places = -int(exponent)
    for digit in reversed(digits):
        if places <= 0 or digit:
            break
        places -= 1
    return max(0, places)
