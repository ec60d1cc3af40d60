"""How far an indicator is on its way, and whether that is as far as it should be by the day.

Progress is signed: 0 at the baseline, 100 at the target, negative where things went the other way, whichever way they
are to go.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from coaching.goals.rules.indicators import HUNDRED, NOUGHT, Terms

Pace = Literal["ahead", "on_pace", "behind"]
BAND = Decimal(5)
"""How many hundredths of the way around the straight line still count as on pace."""
_TENTH = Decimal("0.1")


class Way(NamedTuple):
    """An indicator that says all: from where to where, from when to when."""

    baseline: Decimal
    baseline_on: date
    target: Decimal
    due_on: date


def way_of(terms: Terms) -> Way | None:
    """Returns None of a draft that lacks something, and where there is no way to go."""
    if terms.baseline is None or terms.target is None or terms.due_on is None:
        return None
    if terms.baseline.value == terms.target or terms.due_on <= terms.baseline.on:
        return None
    return Way(terms.baseline.value, terms.baseline.on, terms.target, terms.due_on)


def progress(way: Way, value: Decimal) -> Decimal:
    """Returns how much of the way is done, in hundredths, to one tenth of these."""
    return _rounded(HUNDRED * (value - way.baseline) / (way.target - way.baseline))


def expected_progress(way: Way, on: date) -> Decimal:
    """Returns how much of the way should be done by a day: a straight line from the baseline's day to the last."""
    whole = (way.due_on - way.baseline_on).days
    done = min(max((on - way.baseline_on).days, 0), whole)
    return _rounded(HUNDRED * done / whole)


def expected_value(way: Way, on: date) -> Decimal:
    """Returns the value of that line."""
    whole = (way.due_on - way.baseline_on).days
    done = min(max((on - way.baseline_on).days, 0), whole)
    return (way.baseline + (way.target - way.baseline) * done / whole).quantize(Decimal("0.01"))


def pace(way: Way, value: Decimal, on: date) -> Pace:
    """Returns whether a value of a day is where it should be. Who has reached the target is never behind."""
    done, due = progress(way, value), expected_progress(way, on)
    if done > due + BAND:
        return "ahead"
    return "on_pace" if done >= due - BAND or done >= HUNDRED else "behind"


def is_reached(way: Way, value: Decimal) -> bool:
    return value >= way.target if way.target > way.baseline else value <= way.target


class Progress(NamedTuple):
    """How far an indicator is, as it may be shown."""

    measured_on: date | None
    value: Decimal | None
    suppressed: bool
    progress: Decimal | None
    expected: Decimal | None
    pace: Pace | None
    reached: bool


NOT_MEASURED = Progress(None, None, False, None, None, None, False)


def progress_of(terms: Terms, value: Decimal, on: date, *, shown: bool) -> Progress:
    """Returns how far an indicator is by its value of a day. Of too few people nothing is said but what was due."""
    way = way_of(terms)
    if way is None:
        return Progress(on, value if shown else None, not shown, None, None, None, False)
    due = expected_progress(way, on)
    if not shown:
        return Progress(on, None, True, None, due, None, False)
    return Progress(on, value, False, progress(way, value), due, pace(way, value, on), is_reached(way, value))


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_TENTH) or NOUGHT
