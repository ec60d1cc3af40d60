"""Exact decimals: how they are divided, and to how many places they are written."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal

EXACT = Context(prec=50, rounding=ROUND_HALF_EVEN)
"""A context of our own, for what the caller's precision must not decide."""


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
