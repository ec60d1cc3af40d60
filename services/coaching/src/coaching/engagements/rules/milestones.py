"""Steps of change: when each is late, and what may be said of it."""

from __future__ import annotations

from datetime import date


def is_late(due_on: date, reached_on: date | None, today: date) -> bool:
    return reached_on is None and today > due_on


def validate_reached(on: date, reached_on: date | None, started_on: date, today: date) -> str | None:
    """Returns why it cannot be said that a milestone was reached on this day; None where it can."""
    if reached_on is not None:
        return f"It was reached on {reached_on}: nothing of it changes any more."
    if on > today:
        return "That day has not come: say so when it was reached."
    if on < started_on:
        return f"The engagement was opened on {started_on}: name that day or a later one."
    return None
