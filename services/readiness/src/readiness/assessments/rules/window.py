"""The days on which an assessment can be answered. A day is the district's day (shared.values.calendar)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from shared.values.calendar import day_of, last_of, start_of

LONGEST_WINDOW = 200
"""Days. What is asked over more than a school year is two assessments."""

WindowState = Literal["not_open", "open", "closed"]


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day, both whole. `closed_at` is when somebody closed it before its last day was over."""

    first: date
    last: date
    closed_at: datetime | None = None


def validate_window(window: Window, today: date) -> str | None:
    """Returns why an assessment cannot be opened for these days; None where it can."""
    if window.last < window.first:
        return f"the last day, {window.last}, is before the first, {window.first}; choose {window.first} or later"
    if window.last < today:
        return f"the last day, {window.last}, is over; choose {today} or later"
    if (window.last - window.first).days >= LONGEST_WINDOW:
        return f"the window is longer than {LONGEST_WINDOW} days; choose an earlier last day"
    return None


def state_at(window: Window, moment: datetime, zone: str) -> WindowState:
    """Returns whether answers are taken at this moment. Raises ValueError for a moment without an offset, and for what
    names no zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a time without a zone has no day")
    if window.closed_at is not None and moment >= window.closed_at:
        return "closed"
    if moment < start_of(window.first, zone):
        return "not_open"
    return "open" if moment <= last_of(window.last, zone) else "closed"


def closing_day(last: date, closed_at: datetime, zone: str) -> date:
    """Returns the last day on which answers were taken: that on which somebody closed it, or the planned last one. The
    calendar closes in the night after it, or whenever a worker runs again.
    """
    return min(last, day_of(closed_at, zone))
