"""Load that is even over a declared window.

A coach's load is what they carry in the window, over their capacity. Unevenness is the sum over all coaches of load
squared over capacity; the least sum gives loads in proportion to capacities as nearly as whole gaps allow. With equal
capacities it is the least for every convex measure at once, the greatest load included (Harvey, Ladner, Lovász and
Tamir, Semi-matchings for bipartite graphs and load balancing, Journal of Algorithms 59, 2006). The k-th gap more adds
(2 (carried + k) - 1) / capacity, since (n + 1)² - n² = 2n + 1; that grows with k, so a solver that saves takes the
steps in their order by itself.

What was carried before the window counts no longer. A newcomer begins with the credit of what they could not have
carried: the others' mean load over capacity in the days before they came. Else all would go to the newest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Window:
    """The days that count, the first and the last."""

    first: date
    last: date

    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Past:
    """What a coach did: since when they coach, their capacity, and of each gap that they began its day."""

    since: date
    capacity: int
    began: tuple[date, ...]


def carried_load(pasts: Mapping[UUID, Past], window: Window) -> dict[UUID, int]:
    """Returns the load that each coach carries into a matching: gaps begun in the window, and a newcomer's credit,
    halves rounded up. The mean is of load over capacity and day, of all days that anybody could have coached.
    """
    begun = {key: sum(window.first <= day <= window.last for day in past.began) for key, past in pasts.items()}
    there = {key: _days_there(past, window) for key, past in pasts.items()}
    could = sum(past.capacity * there[key] for key, past in pasts.items())
    mean = Fraction(sum(begun.values()), could) if could else Fraction(0)
    return {
        key: begun[key] + _rounded(mean * past.capacity * (window.days() - there[key])) for key, past in pasts.items()
    }


def _days_there(past: Past, window: Window) -> int:
    return max(0, (window.last - max(past.since, window.first)).days + 1)


def _rounded(number: Fraction) -> int:
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


def steps(carried: int, capacity: int, scale: int) -> list[int]:
    """Returns what the first, second, ... gap adds to the unevenness, times the scale."""
    return [(2 * (carried + count) - 1) * scale // capacity for count in range(1, capacity + 1)]


def uneven(carried: int, taken: int, capacity: int, scale: int) -> int:
    """Returns what the gaps taken add to the unevenness, times the scale."""
    return ((carried + taken) ** 2 - carried**2) * scale // capacity
