"""A calendar that reads our rules of a zone shows the same times as the zone's own clocks, year after year."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil import tz
from hypothesis import given
from hypothesis import strategies as st

from coaching.feed.rules.calendar import Entry, calendar_of
from coaching.feed.rules.zones import Yearly, observances

ZONES = (
    "America/Denver", "America/Phoenix", "America/St_Johns", "America/Santiago", "Africa/Casablanca", "Asia/Jerusalem",
    "Asia/Kathmandu", "Australia/Lord_Howe", "Australia/Sydney", "Europe/Berlin", "Europe/Dublin", "Pacific/Chatham",
)  # fmt: skip
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 12, 31, tzinfo=UTC)


def calendar(*moments: datetime, zone: str) -> bytes:
    return calendar_of([entry(one, zone) for one in moments])


def entry(moment: datetime, zone: str) -> Entry:
    return Entry(
        f"{moment}@x", "Workshop", "See.", moment, moment + timedelta(hours=1), zone, False, False, 0, FIRST, FIRST
    )


def starts_of(text: bytes) -> list[datetime]:
    """When the events of a calendar start, as icalendar reads it."""
    read: Any = icalendar.Calendar.from_ical(text)
    return [one["dtstart"].dt.astimezone(UTC) for one in read.walk("VEVENT")]


@pytest.mark.parametrize("zone", ZONES)
def test_another_reader_of_the_rules_finds_the_clocks_of_the_zone(zone: str) -> None:
    """dateutil reads the zone from the calendar, by its own means, and knows of no list of zones while it does."""
    text = calendar(FIRST, LAST, zone=zone).decode()
    begins, ends = text.index("BEGIN:VTIMEZONE"), text.index("END:VTIMEZONE")
    read = tz.tzical(StringIO(text[begins:ends].replace("\r\n ", "") + "END:VTIMEZONE\r\n")).get()
    assert read is not None
    where = ZoneInfo(zone)
    moment, wrong = FIRST, []
    while moment < LAST:
        shown = moment.astimezone(where)
        wall = shown.replace(tzinfo=None)
        twice = wall.replace(tzinfo=where, fold=0).utcoffset() != wall.replace(tzinfo=where, fold=1).utcoffset()
        if not twice and wall.replace(tzinfo=read).utcoffset() != shown.utcoffset():
            wrong.append(shown)
        moment += timedelta(hours=3)
    assert wrong == []


@pytest.mark.parametrize("zone", ZONES)
def test_icalendar_reads_the_moments_back(zone: str) -> None:
    moments = [FIRST + timedelta(days=37 * step, hours=step) for step in range(30)]
    assert starts_of(calendar(*moments, zone=zone)) == moments


def test_a_zone_with_rules_has_rules_of_every_year() -> None:
    found = {one.name: one.yearly for one in observances("America/Denver", 2026, 2027) if one.yearly}
    assert found == {"MDT": Yearly(3, 6, 2), "MST": Yearly(11, 6, 1)}
    found = {one.name: one.yearly for one in observances("Europe/Berlin", 2026, 2026) if one.yearly}
    assert found == {"CEST": Yearly(3, 6, -1), "CET": Yearly(10, 6, -1)}, "the last Sunday, not the fourth"
    assert [one.yearly for one in observances("America/Phoenix", 2026, 2027)] == [None]


@given(st.sampled_from(ZONES), st.integers(0, (LAST - FIRST) // timedelta(seconds=1)))
def test_whatever_moment_it_is_it_is_read_back_also_in_an_hour_that_comes_twice(zone: str, seconds: int) -> None:
    moment = FIRST + timedelta(seconds=seconds)
    assert starts_of(calendar(moment, zone=zone)) == [moment]


def test_the_second_of_an_hour_that_comes_twice_is_told_in_utc() -> None:
    second = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
    assert b"DTSTART:20261101T083000Z" in calendar(second, zone="America/Denver")
    assert b"DTSTART;TZID=America/Denver:20261101T013000" in calendar(
        second - timedelta(hours=1), zone="America/Denver"
    )
