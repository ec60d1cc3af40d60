"""How words, numbers and days are written."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import get_args
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.common.pages import translations as words
from dashboards.kit import labels
from dashboards.kit.localisation import Localisation, region_of
from shared.auth.claims import Role


def of(language: str, zone: str = "America/Chicago") -> Localisation:
    return Localisation(language, zone, words.translations(language))


@pytest.mark.parametrize(
    ("zone", "region"),
    [
        ("America/Monterrey", "MX"),
        ("America/Tijuana", "MX"),
        ("America/Chicago", "US"),
        ("UTC", "US"),
        ("Europe/Madrid", "US"),
    ],
)
def test_a_district_writes_as_its_zones_region_does(zone: str, region: str) -> None:
    assert region_of(zone) == region


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("zone", ["America/Chicago", "America/Mexico_City"])
def test_numbers_have_the_marks_of_the_region_in_every_language(language: str, zone: str) -> None:
    l10n = of(language, zone)
    assert (l10n.number(1114), l10n.number(Decimal("2.5")), l10n.share(1, 2)) == ("1,114", "2.5", "50%")
    assert (l10n.number(Decimal("2.0005")), l10n.percent(Decimal("0.125")), l10n.share(1, 0)) == ("2.001", "13%", "0%")


def test_what_is_nothing_when_rounded_has_no_sign() -> None:
    assert [of("en").number(value) for value in (Decimal("-0.0001"), Decimal("0.0001"), -0.0)] == ["0", "0", "0"]


def test_days_are_the_districts_and_written_in_the_readers_language() -> None:
    evening = datetime(2026, 11, 3, 5, 30, tzinfo=UTC)
    assert of("en").day(evening) == "Nov 2, 2026"
    assert of("es").day(evening) == "2 nov 2026"
    assert of("en", "UTC").iso_day(evening) == "2026-11-03"
    assert of("en").moment(evening).replace("\u202f", " ") == "Nov 2, 2026, 11:30 PM"
    assert of("en").day(date(2026, 1, 31)) == "Jan 31, 2026"
    assert (of("en").weekday(evening), of("es").weekday(evening)) == ("Monday", "Lunes")
    assert of("en", "UTC").weekday(evening) == "Tuesday"


def test_the_end_of_a_period_names_its_day_where_that_is_another() -> None:
    starts = datetime(2026, 11, 3, 5, 30, tzinfo=UTC)
    ends = starts + timedelta(hours=1)
    assert of("en", "UTC").period(starts, ends).replace("\u202f", " ") == "Nov 3, 2026, 5:30 AM – 6:30 AM"
    assert of("en").period(starts, ends).replace("\u202f", " ") == "Nov 2, 2026, 11:30 PM – Nov 3, 2026, 12:30 AM"


@pytest.mark.parametrize(
    ("language", "zone", "said"),
    [
        ("en", "America/Chicago", "3:30 PM – 4:15 PM"),
        ("en", "America/Los_Angeles", "3:30 PM – 4:15 PM (Pacific Time)"),
        ("es", "America/Los_Angeles", "3:30 p.m. – 4:15 p.m. (hora del Pacífico)"),
        ("en", "America/Indiana/Indianapolis", "3:30 PM – 4:15 PM (Eastern Time)"),
        ("en", "America/Regina", "3:30 PM – 4:15 PM (Regina)"),
        ("en", "UTC", "3:30 PM – 4:15 PM (UTC)"),
    ],
)
def test_a_time_by_other_clocks_names_them_as_people_do(language: str, zone: str, said: str) -> None:
    l10n = of(language)
    found = l10n.at_clocks_of(zone, l10n.clock("15:30", "16:15"))
    assert re.sub(r"[\u202f\xa0]", " ", found) == said


@given(st.sampled_from(["en", "es"]), st.sampled_from(sorted(available_timezones() - {"Factory"})))
def test_every_zone_has_a_name_that_is_no_key(language: str, zone: str) -> None:
    said = of(language).zone_elsewhere(zone)
    assert said is None or (said and "/" not in said and "Unknown" not in said)


def test_sizes_of_files_are_rounded_up_so_that_nothing_has_none() -> None:
    assert [of("en").bytes(count) for count in (1, 2500, 2_500_000)] == ["1 kB", "3 kB", "2.5 MB"]


@given(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)))
def test_every_finite_number_can_be_written(value: float) -> None:
    assert re.search(r"\d", of("es").number(value))


@pytest.mark.parametrize(
    ("code", "english", "spanish"),
    [("KG", "Kindergarten", "Kínder"), ("03", "Grade 3", "Grado 3"), ("11", "Grade 11", "Grado 11"), ("X7", "X7", "X7"),
     ("pk", "Prekindergarten", "Prekínder"), ("00", "00", "00")],
)  # fmt: skip
def test_a_grade_is_said_in_words(code: str, english: str, spanish: str) -> None:
    assert (labels.grade(of("en"), code), labels.grade(of("es"), code)) == (english, spanish)


def test_every_role_has_a_word() -> None:
    assert set(labels.ROLES) == set(get_args(Role))
    assert labels.role(of("es"), "family") == "Familia"
