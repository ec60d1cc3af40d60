"""What is typed of a meeting becomes moments, by the clock of the form's zone."""

from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dashboards.coaching.engagements.labels import LENGTHS
from dashboards.coaching.engagements.usecases.read_meetings import (
    change_of,
    length_of,
    series_of,
    time_of,
    typed_length,
)
from dashboards.readiness.forms import Fields

ZONES = st.sampled_from(["America/Denver", "America/New_York", "Pacific/Auckland", "UTC"])
CLOCKS = st.builds(time, st.integers(0, 23), st.integers(0, 59))
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
OFFERED = st.sampled_from(sorted(LENGTHS.words))


def typed(chosen: dict[str, list[str]] | None = None, **words: str) -> Fields:
    return Fields(words, chosen or {}, {})


@given(DAYS, CLOCKS, OFFERED, ZONES)
def test_a_meeting_lasts_as_long_as_was_chosen_on_days_too_on_which_clocks_are_changed(
    day: date, starts: time, lasts: str, zone: str
) -> None:
    said = time_of(typed(day=str(day), starts=f"{starts:%H:%M}", lasts=lasts, zone=zone))
    begins, ends = (datetime.fromisoformat(said[name]) for name in ("starts_at", "ends_at"))
    assert ends - begins == length_of(lasts)


@given(st.integers(1, 24 * 60 - 1).map(lambda count: timedelta(minutes=count)))
def test_a_length_is_read_as_it_is_written(length: timedelta) -> None:
    assert length_of(typed_length(length)) == length


@given(CLOCKS, OFFERED)
def test_a_weekly_meeting_ends_by_the_same_clock_and_behind_midnight_before_it_starts(starts: time, lasts: str) -> None:
    said = series_of(typed(starts=f"{starts:%H:%M}", lasts=lasts), None)
    until = timedelta(hours=starts.hour, minutes=starts.minute) + length_of(lasts)
    assert (said["ends"] > said["starts"]) == (until < timedelta(days=1))


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_whatever_is_typed_is_left_to_coaching_to_refuse(day: str, starts: str, lasts: str, zone: str) -> None:
    fields = typed(day=day, starts=starts, lasts=lasts, zone=zone)
    assert set(time_of(fields)) == {"starts_at", "ends_at"}
    assert series_of(fields, None)["starts"] == fields.words("starts")


@given(st.lists(st.sampled_from("abcd"), unique=True), st.lists(st.sampled_from("abcd"), unique=True))
def test_who_is_to_be_there_is_sent_only_where_somebody_else_is(before: list[str], now: list[str]) -> None:
    said: dict[str, Any] = change_of(typed({"before": before, "participant": now}, mode="online"))
    assert ("participants" in said) == (set(before) != set(now))
    assert [one["member_id"] for one in said.get("participants", [])] == (now if "participants" in said else [])
