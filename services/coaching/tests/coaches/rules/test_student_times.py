"""A student's hours of the day and of the week go by the clock where the student is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.coaches.rules.student_times import Span, StudentTimes, outside_allowed_times, overfull_week
from coaching.coaches.rules.terms import Window

ALLOWED = Window("08:00", "15:30")
ZONES = ["America/Denver", "America/Phoenix", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata"]
zones = st.sampled_from(ZONES)
moments = st.integers(0, 2 * 366 * 24 * 4).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + n * timedelta(minutes=15))
lengths = st.integers(1, 4 * 10).map(lambda n: n * timedelta(minutes=15))


def at(zone: str, day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def wall(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


def times(zone: str, capacity: int = 3) -> StudentTimes:
    return StudentTimes(zone, ALLOWED, capacity)


def test_a_meeting_at_the_same_wall_time_of_one_zone_moves_on_the_students_clock() -> None:
    """Weekly at 15:30 in Denver, across the first of November; the student is in Phoenix, which changes no clocks."""
    phoenix = StudentTimes("America/Phoenix", Window("08:00", "15:30"), 6)
    before, after = (at("America/Denver", day, 15, 30) for day in (date(2026, 10, 27), date(2026, 11, 3)))
    spans = [Span(one, one + timedelta(minutes=45)) for one in (before, after)]
    assert [wall(one, "America/Phoenix") for one in (before, after)] == ["14:30", "15:30"]
    assert [outside_allowed_times(phoenix, one) for one in spans] == [False, True]


def test_the_first_moment_is_in_and_the_last_is_out() -> None:
    day = date(2026, 11, 3)
    for (starts, ends), outside in (
        (((8, 0), (15, 30)), False), (((7, 59), (9, 0)), True), (((15, 0), (15, 31)), True),
        (((15, 30), (16, 0)), True),
    ):  # fmt: skip
        span = Span(at("Europe/Berlin", day, *starts), at("Europe/Berlin", day, *ends))
        assert outside_allowed_times(times("Europe/Berlin"), span) is outside


def test_through_the_night_is_outside_although_both_ends_are_in() -> None:
    span = Span(at("Asia/Kolkata", date(2026, 11, 3), 15), at("Asia/Kolkata", date(2026, 11, 4), 9))
    assert outside_allowed_times(times("Asia/Kolkata"), span)


@given(zones, moments, lengths)
def test_outside_is_what_any_quarter_of_an_hour_of_it_is(zone: str, starts: datetime, length: timedelta) -> None:
    span = Span(starts, starts + length)
    quarters = [starts + n * timedelta(minutes=15) for n in range(int(length / timedelta(minutes=15)))]
    inside = all(ALLOWED.starts <= wall(one, zone) < ALLOWED.ends for one in quarters)
    assert outside_allowed_times(times(zone), span) is not inside


@given(zones, moments, lengths, st.lists(st.tuples(st.integers(-700, 700), lengths), max_size=6), st.integers(1, 6))
def test_a_week_is_overfull_where_its_quarters_of_an_hour_are_more_than_it_has(
    zone: str, starts: datetime, length: timedelta, around: list[tuple[int, timedelta]], capacity: int
) -> None:
    meeting = Span(starts, starts + length)
    others = [Span(begin, begin + long) for n, long in around for begin in [starts + n * timedelta(minutes=15)]]
    weeks: dict[tuple[int, int], int] = {}
    for span in (meeting, *others):
        for n in range(int((span.ends_at - span.starts_at) / timedelta(minutes=15))):
            local = (span.starts_at + n * timedelta(minutes=15)).astimezone(ZoneInfo(zone))
            weeks[local.isocalendar()[:2]] = weeks.get(local.isocalendar()[:2], 0) + 1
    touched = {one.astimezone(ZoneInfo(zone)).isocalendar()[:2] for one in (starts, meeting.last)}
    expected = any(weeks[week] > 4 * capacity for week in touched)
    assert (overfull_week(times(zone, capacity), meeting, others) is not None) is expected


def test_a_week_begins_on_the_students_monday() -> None:
    """Sunday evening in Phoenix is Monday in Berlin."""
    evening = at("America/Phoenix", date(2026, 11, 8), 20)
    spent = [Span(evening - timedelta(days=1, hours=3), evening - timedelta(days=1))]
    meeting = Span(evening, evening + timedelta(hours=1))
    assert overfull_week(times("America/Phoenix"), meeting, spent) == date(2026, 11, 2)
    assert overfull_week(times("Europe/Berlin"), meeting, spent) is None


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 11, 1), 3), (date(2026, 3, 8), 1)])
def test_the_hour_that_clocks_repeat_or_leave_out_counts_as_it_passes(day: date, hours: int) -> None:
    span = Span(
        at("America/Denver", day, 0, 30), at("America/Denver", day, 2 if hours == 3 else 3, 30 if hours == 3 else 0)
    )
    long = span.ends_at - span.starts_at
    assert long == {3: timedelta(hours=3), 1: timedelta(hours=1, minutes=30)}[hours]
    full = StudentTimes("America/Denver", ALLOWED, int(long / timedelta(hours=1)))
    one_more = Span(span.ends_at, span.ends_at + timedelta(hours=1))
    assert overfull_week(full, one_more, [span]) is not None
