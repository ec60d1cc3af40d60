"""A day lies between two moments, in every zone, and every moment in one day."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from shared.values.calendar import day_in, day_of, last_of, start_of, today_in, zone_named, zones

ZONES = st.sampled_from(sorted(zones()))
DAY, MICROSECOND = timedelta(days=1), timedelta(microseconds=1)
# Until 2011 St John's set its clocks back over midnight a minute after it: a day began there twice.
MOMENTS = st.datetimes(datetime(2012, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
DAYS = st.dates(date(1850, 1, 1), date(2100, 1, 1))


@settings(deadline=None)  # a zone's file is read when it is first asked for
@given(MOMENTS, ZONES)
def test_every_moment_lies_within_its_day_and_in_no_other(moment: datetime, zone: str) -> None:
    day = day_of(moment, zone)
    assert start_of(day, zone) <= moment <= last_of(day, zone)
    assert last_of(day - DAY, zone) < moment < start_of(day + DAY, zone)


@settings(deadline=None)  # a zone's file is read when it is first asked for
@given(DAYS, ZONES)
def test_days_tile_the_time_line(day: date, zone: str) -> None:
    begins, ends = start_of(day, zone), start_of(day + DAY, zone)
    assert timedelta(0) <= ends - begins <= timedelta(hours=49)  # Manila's 1844 and Guam's: one day twice, or none
    assert last_of(day, zone) == ends - MICROSECOND


@settings(deadline=None)  # a zone's file is read when it is first asked for
@given(st.dates(date(2012, 1, 1), date(2036, 12, 31)), ZONES)
def test_a_day_begins_when_the_calendar_first_shows_it(day: date, zone: str) -> None:
    begins = start_of(day, zone)
    assert day_of(begins, zone) == day
    assert day_of(begins - MICROSECOND, zone) == day - DAY


@settings(deadline=None)  # a zone's file is read when it is first asked for
@given(MOMENTS, ZONES, st.integers(-720, 720))
def test_a_day_is_the_same_whatever_offset_a_moment_is_written_with(moment: datetime, zone: str, minutes: int) -> None:
    assert day_of(moment.astimezone(timezone(timedelta(minutes=minutes))), zone) == day_of(moment, zone)


@pytest.mark.parametrize(
    ("zone", "day", "begins", "hours"),
    [
        ("America/New_York", date(2026, 3, 8), "2026-03-08T05:00", 23),
        ("America/New_York", date(2026, 11, 1), "2026-11-01T04:00", 25),
        ("America/Santiago", date(2023, 9, 3), "2023-09-03T04:00", 23),  # from one o'clock on
        ("Africa/Cairo", date(2023, 4, 28), "2023-04-27T22:00", 23),
        ("America/Toronto", date(1919, 3, 31), "1919-03-31T04:30", 23.5),  # from half past midnight on
        ("America/Havana", date(2023, 11, 5), "2023-11-05T04:00", 25),  # midnight comes twice
        ("Australia/Lord_Howe", date(2026, 4, 5), "2026-04-04T13:00", 24.5),
        ("Asia/Kathmandu", date(2026, 1, 1), "2025-12-31T18:15", 24),
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-30T10:00", 0),  # left out
    ],
)
def test_days_of_other_lengths(zone: str, day: date, begins: str, hours: float) -> None:
    moment = datetime.fromisoformat(f"{begins}+00:00")
    assert start_of(day, zone) == moment
    assert last_of(day, zone) == moment + timedelta(hours=hours) - MICROSECOND


def test_the_evening_in_new_york_is_not_the_next_day() -> None:
    assert day_of(datetime(2026, 11, 2, 4, 30, tzinfo=UTC), "America/New_York") == date(2026, 11, 1)


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../etc/passwd", "/etc/localtime", "America", "CET", "localtime", "UTC "]
)
def test_what_names_no_zone_is_not_one(name: str) -> None:
    assert name not in zones()
    if name not in ("CET", "localtime"):  # an old name, and what a machine may have
        with pytest.raises(ValueError, match="zone"):
            zone_named(name)


def test_a_time_without_an_offset_has_no_day() -> None:
    with pytest.raises(ValueError, match="no day"):
        day_of(datetime(2026, 11, 2), "UTC")  # noqa: DTZ001


async def test_postgresql_knows_every_zone_and_gives_the_same_days(worker: Any) -> None:
    moments = [datetime(2024, month, 10, hour, 45, tzinfo=UTC) for month in (1, 7) for hour in range(0, 24, 3)]
    days = text(f"select z, m, {day_in('m', 'z')} as day from unnest(cast(:zones as text[])) z, "
                f"unnest(cast(:moments as timestamptz[])) m")  # fmt: skip
    async with worker.transaction(None) as session:
        known = set(await session.scalars(text("select name from pg_timezone_names")))
        assert zones() <= known
        found = (await session.execute(days, {"zones": sorted(zones()), "moments": moments})).all()
        assert [row for row in found if row.day != day_of(row.m, row.z)] == []
        today = await session.scalar(text(f"select {today_in('cast(:zone as text)')}"), {"zone": "Asia/Tokyo"})
    assert today in (
        day_of(datetime.now(UTC) - timedelta(minutes=1), "Asia/Tokyo"),
        day_of(datetime.now(UTC), "Asia/Tokyo"),
    )
