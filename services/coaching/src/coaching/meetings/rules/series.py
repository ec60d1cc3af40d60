"""Weekly meetings: by the clock on the wall of one zone, whatever clocks are changed in between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from coaching.coaches.rules.student_times import Span
from coaching.common.rules.problems import Problem, validate_zone
from shared.values.calendar import moment_at

A_WEEK = timedelta(days=7)
MOST_OCCURRENCES = 60
"""More than a year of weeks."""


class Weekly(NamedTuple):
    """A meeting on the same weekday of every week, from `starts` to `ends` by the clock on the wall there. `left_out`
    are days on which there is none.
    """

    first_on: date
    last_on: date
    starts: str
    ends: str
    time_zone: str
    left_out: frozenset[date] = frozenset()


class Occurrence(NamedTuple):
    """One of these meetings; `on` is its day in the zone of the series, which stays when it is moved."""

    on: date
    span: Span


def occurrences(weekly: Weekly) -> list[Occurrence]:
    """Returns all meetings of a series that `validate_weekly` finds nothing wrong with. Each lasts as long as the first
    clock says, as time passes: one that clocks are changed in is neither longer nor shorter than the others.
    """
    lasts = _wall_length(weekly)
    return [
        Occurrence(day, Span(starts_at, starts_at + lasts))
        for day in _days(weekly)
        if day not in weekly.left_out
        for starts_at in [moment_at(day, weekly.starts, weekly.time_zone)]
    ]


def validate_weekly(weekly: Weekly) -> Iterator[Problem]:
    """Yields what is wrong with a series."""
    yield from validate_zone(weekly.time_zone)
    if weekly.ends <= weekly.starts:
        yield Problem("/ends", "It ends before it starts: write a later time of the same day.")
    if weekly.last_on < weekly.first_on:
        yield Problem("/last_on", "The last day lies before the first: write a later one.")
        return
    if (weekly.last_on - weekly.first_on) // A_WEEK >= MOST_OCCURRENCES:
        yield Problem("/last_on", f"These are more than {MOST_OCCURRENCES} meetings: write an earlier last day.")
        return
    days = set(_days(weekly))
    for place, day in enumerate(sorted(weekly.left_out)):
        if day not in days:
            yield Problem(f"/left_out/{place}", f"On {day} there is no meeting of this series that could be left out.")
    if days <= weekly.left_out:
        yield Problem("/left_out", "No meeting is left: leave out fewer days.")


def _days(weekly: Weekly) -> Iterator[date]:
    day = weekly.first_on
    while day <= weekly.last_on:
        yield day
        day += A_WEEK


def _wall_length(weekly: Weekly) -> timedelta:
    starts, ends = (datetime.strptime(one, "%H:%M") for one in (weekly.starts, weekly.ends))  # noqa: DTZ007 - no day
    return ends - starts
