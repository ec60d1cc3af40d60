"""Weekly meetings stay where they are on the clock of their zone, whatever clocks are changed in between."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.coaches.rules.student_times import StudentTimes, outside_allowed_times
from coaching.coaches.rules.terms import Window
from coaching.meetings.rules.series import MOST_OCCURRENCES, Weekly, occurrences, validate_weekly
from shared.values.calendar import day_of, wall_time_of

AUTUMN = Weekly(date(2026, 10, 20), date(2026, 11, 17), "15:30", "16:15", "America/Denver")
ZONES = ("America/Denver", "America/Phoenix", "Europe/Dublin", "Australia/Lord_Howe", "Africa/Casablanca", "UTC")


@st.composite
def weeklies(draw: st.DrawFn) -> Weekly:
    first = draw(st.dates(date(2026, 1, 1), date(2031, 12, 31)))
    starts, ends = sorted(draw(st.lists(st.integers(0, 24 * 60 - 1), min_size=2, max_size=2, unique=True)))
    weeks = draw(st.integers(0, MOST_OCCURRENCES - 1))
    left_out = draw(st.sets(st.integers(0, weeks), max_size=max(0, weeks - 1)))
    return Weekly(
        first,
        first + timedelta(weeks=weeks, days=draw(st.integers(0, 6))),
        f"{starts // 60:02}:{starts % 60:02}",
        f"{ends // 60:02}:{ends % 60:02}",
        draw(st.sampled_from(ZONES)),
        frozenset(first + timedelta(weeks=one) for one in left_out),
    )


def test_over_the_end_of_summer_time_it_stays_at_half_past_three() -> None:
    found = [one.span for one in occurrences(AUTUMN)]
    assert [f"{one.starts_at:%m-%d %H:%M}" for one in found] == [
        "10-20 21:30", "10-27 21:30", "11-03 22:30", "11-10 22:30", "11-17 22:30",
    ]  # fmt: skip
    assert {one.ends_at - one.starts_at for one in found} == {timedelta(minutes=45)}


def test_a_student_in_phoenix_meets_an_hour_later_from_november_on() -> None:
    """Their clock is not changed: what was 14:30 there is 15:30, and reaches out of their hours of the day."""
    times = StudentTimes("America/Phoenix", Window("08:00", "16:00"), 6)
    out = [one.on for one in occurrences(AUTUMN) if outside_allowed_times(times, one.span)]
    assert out == [date(2026, 11, 3), date(2026, 11, 10), date(2026, 11, 17)]


def test_a_time_that_is_left_out_on_a_night_is_met_an_hour_later() -> None:
    night = Weekly(date(2026, 3, 1), date(2026, 3, 15), "02:30", "03:15", "America/Denver")
    found = [one.span for one in occurrences(night)]
    assert [wall_time_of(one.starts_at, "America/Denver") for one in found] == ["02:30", "03:30", "02:30"]
    assert all(one.ends_at - one.starts_at == timedelta(minutes=45) for one in found)


def test_of_a_time_that_comes_twice_the_first_counts() -> None:
    night = Weekly(date(2026, 11, 1), date(2026, 11, 1), "01:30", "02:15", "America/Denver")
    assert occurrences(night)[0].span.starts_at == datetime(2026, 11, 1, 7, 30, tzinfo=UTC)


@given(weeklies())
def test_each_occurrence_is_on_its_weekday_and_all_last_alike(weekly: Weekly) -> None:
    if list(validate_weekly(weekly)):
        return
    found = occurrences(weekly)
    assert found
    assert {one.on.weekday() for one in found} == {weekly.first_on.weekday()}
    assert not {one.on for one in found} & weekly.left_out
    assert all(weekly.first_on <= one.on <= weekly.last_on for one in found)
    assert all(day_of(one.span.starts_at, weekly.time_zone) == one.on for one in found)
    assert len({one.span.ends_at - one.span.starts_at for one in found}) == 1
    starts = [one.span.starts_at for one in found]
    assert starts == sorted(starts)
    shown = {one.on for one in found if wall_time_of(one.span.starts_at, weekly.time_zone) != weekly.starts}
    assert len(shown) <= 4, "only in nights in which clocks leave that time out"


@dataclass(frozen=True)
class Wrong:
    weekly: Weekly
    pointer: str


@pytest.mark.parametrize(
    "wrong",
    [
        Wrong(AUTUMN._replace(time_zone="Denver"), "/time_zone"),
        Wrong(AUTUMN._replace(ends="15:30"), "/ends"),
        Wrong(AUTUMN._replace(last_on=date(2026, 10, 19)), "/last_on"),
        Wrong(AUTUMN._replace(last_on=date(2028, 10, 19)), "/last_on"),
        Wrong(AUTUMN._replace(left_out=frozenset({date(2026, 10, 21)})), "/left_out/0"),
        Wrong(AUTUMN._replace(last_on=date(2026, 10, 20), left_out=frozenset({date(2026, 10, 20)})), "/left_out"),
    ],
)
def test_what_is_no_series_is_refused_with_its_place(wrong: Wrong) -> None:
    assert [one.pointer for one in validate_weekly(wrong.weekly)] == [wrong.pointer]


def test_what_is_a_series_is_taken() -> None:
    assert list(validate_weekly(AUTUMN)) == []
