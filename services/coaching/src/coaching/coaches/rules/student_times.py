"""A student's hours of the day and of the week, by the clock where the student is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from coaching.coaches.rules.terms import Window
from shared.values.calendar import day_of, start_of, zone_named

_INSTANT = timedelta(microseconds=1)


class Span(NamedTuple):
    """From a moment until another, which is no part of it."""

    starts_at: datetime
    ends_at: datetime

    @property
    def last(self) -> datetime:
        return self.ends_at - _INSTANT

    def overlap(self, other: Span) -> timedelta:
        """Returns how long both last together, as time passes: an hour that clocks show twice is two."""
        return max(timedelta(0), min(self.ends_at, other.ends_at) - max(self.starts_at, other.starts_at))


class StudentTimes(NamedTuple):
    """Where a student is, between which hours of the day they meet, and how many hours a week they coach; None of who
    coaches nobody.
    """

    time_zone: str
    allowed: Window
    weekly_capacity: int | None


def outside_allowed_times(times: StudentTimes, meeting: Span) -> bool:
    """Whether any of the meeting lies outside the student's hours of the day."""
    one_day = day_of(meeting.starts_at, times.time_zone) == day_of(meeting.last, times.time_zone)
    starts, last = (_wall_time(moment, times.time_zone) for moment in (meeting.starts_at, meeting.last))
    return not (one_day and times.allowed.starts <= starts <= last < times.allowed.ends)


def overfull_week(times: StudentTimes, meeting: Span, others: Iterable[Span]) -> date | None:
    """Returns the first day of a week, from Monday to Sunday, in which the student would coach for more hours than they
    may with this meeting; None where there is none.
    """
    if times.weekly_capacity is None:
        return None
    others = list(others)
    for moment in (meeting.starts_at, meeting.last):
        monday, week = _week_of(moment, times.time_zone)
        spent = sum((week.overlap(one) for one in (meeting, *others)), timedelta(0))
        if spent > timedelta(hours=times.weekly_capacity):
            return monday
    return None


def _week_of(moment: datetime, zone: str) -> tuple[date, Span]:
    """Returns the Monday of the week that the student's calendar shows, and when that week begins and ends."""
    day = day_of(moment, zone)
    monday = day - timedelta(days=day.weekday())
    return monday, Span(start_of(monday, zone), start_of(monday + timedelta(days=7), zone))


def _wall_time(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(zone_named(zone)):%H:%M}"
