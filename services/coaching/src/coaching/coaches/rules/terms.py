"""When and how much somebody coaches: wall times of their own zone, and hours a week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from coaching.coaches.rules.attestations import Kind
from coaching.common.rules.problems import Problem, validate_zone

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

MOST: dict[Kind, int] = {"student": 6, "staff": 40}
"""Hours a week that somebody may offer at most. Students have school, and their work is bounded by law."""
EARLIEST, LATEST = "07:00", "21:00"
"""Between these a district chooses the hours of the day for its students."""


class Window(NamedTuple):
    """A stretch of one day by the clock on the wall, as HH:MM: so written, earlier is smaller."""

    starts: str
    ends: str


USUAL = Window("08:00", "20:00")
"""A student's hours of the day where the district says nothing else."""


class WeeklyWindow(NamedTuple):
    """The same of a weekday, every week."""

    weekday: Weekday
    starts: str
    ends: str


class Terms(NamedTuple):
    """What a coach offers. `allowed` are the hours of the day of a student; staff have none."""

    time_zone: str
    availability: Sequence[WeeklyWindow]
    weekly_capacity: int
    allowed: Window | None


def validate_terms(kind: Kind, terms: Terms) -> Iterator[Problem]:
    """Yields what is wrong with what a coach of this kind offers."""
    yield from validate_zone(terms.time_zone)
    if terms.weekly_capacity > MOST[kind]:
        who = "A student coaches" if kind == "student" else "Nobody coaches"
        more = "at most" if kind == "student" else "more than"
        yield Problem("/weekly_capacity", f"{who} {more} {MOST[kind]} hours a week: name fewer.")
    if kind == "staff":
        if terms.allowed is not None:
            yield Problem("/allowed_times", "Only students have hours of the day outside which they do not coach.")
    elif terms.allowed is not None and not EARLIEST <= terms.allowed.starts < terms.allowed.ends <= LATEST:
        yield Problem("/allowed_times", f"A student's hours of the day lie within {EARLIEST} and {LATEST}, in order.")
    yield from _validate_allowed(terms)
    yield from validate_windows(terms.availability)


def validate_windows(windows: Sequence[WeeklyWindow]) -> Iterator[Problem]:
    """Yields what is wrong with windows of the week, whoever's they are."""
    for place, one in enumerate(windows):
        at = f"/availability/{place}"
        if one.starts >= one.ends:
            yield Problem(f"{at}/ends", "The window ends before it starts: one beyond midnight is two windows.")
        if any(
            one.weekday == other.weekday and one.starts < other.ends and other.starts < one.ends
            for other in windows[:place]
        ):
            yield Problem(at, "The window overlaps an earlier one of the same weekday: write one for both.")


def _validate_allowed(terms: Terms) -> Iterator[Problem]:
    allowed = terms.allowed
    if allowed is None:
        return
    for place, one in enumerate(terms.availability):
        if one.starts < one.ends and not allowed.starts <= one.starts < one.ends <= allowed.ends:
            detail = f"The window reaches out of the student's hours of the day, {allowed.starts} to {allowed.ends}."
            yield Problem(f"/availability/{place}", detail)
