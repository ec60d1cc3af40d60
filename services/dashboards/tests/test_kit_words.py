"""How words, numbers and days are written, what tables show, and whether colours can be read."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dashboards
from dashboards.kit import labels
from dashboards.kit.localisation import Localisation, region_of
from dashboards.kit.tables import Cell, Column, Filter, Table, table
from dashboards.pages import words
from shared.auth.callers import Role

PACKAGE = Path(dashboards.__file__).parent
TEMPLATES = sorted(file for folder in ("kit", "gallery") for file in (PACKAGE / folder).rglob("*.html"))
LONGEST_LINE = 160


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


def test_days_are_the_districts_and_written_in_the_readers_language() -> None:
    evening = datetime(2026, 11, 3, 5, 30, tzinfo=UTC)
    assert of("en").day(evening) == "Nov 2, 2026"
    assert of("es").day(evening) == "2 nov 2026"
    assert of("en", "UTC").iso_day(evening) == "2026-11-03"
    assert of("en").moment(evening).replace("\u202f", " ") == "Nov 2, 2026, 11:30 PM"
    assert of("en").day(date(2026, 1, 31)) == "Jan 31, 2026"


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


def shown(**query: str) -> Table:
    rows = [("élan", "05", 2), ("Ana", "KG", None), ("Zoë", "05", 10)]
    return table(
        "people", "People",
        [
            Column("name", "Name", lambda row: Cell(row[0]), lambda row: row[0]),
            Column("count", "Count", lambda row: Cell(str(row[2])), lambda row: row[2], numeric=True),
            Column("about", "About", lambda row: Cell("–")),
        ],
        rows, path="/people", query=query, keep=["framework"],
        filters=[Filter("grade", "Grade", [("KG", "Kindergarten"), ("05", "Grade 5")], lambda row: [row[1]])],
    )  # fmt: skip


def names(found: Table) -> list[str]:
    return [str(row[0].words) for row in found.rows]


def test_a_table_sorts_by_the_address_without_regard_to_accents_and_what_is_missing_last() -> None:
    assert names(shown()) == ["élan", "Ana", "Zoë"]
    assert names(shown(sort="name")) == ["Ana", "élan", "Zoë"]
    assert names(shown(sort="-name")) == ["Zoë", "élan", "Ana"]
    assert names(shown(sort="count")) == ["élan", "Zoë", "Ana"]
    assert names(shown(sort="-count")) == ["Zoë", "élan", "Ana"]


def test_its_head_says_what_it_is_sorted_by_and_leads_to_the_other_way_round() -> None:
    name, count, about = shown(sort="name", grade="05", framework="f").headings
    assert (name.direction, count.direction, about.href) == ("ascending", None, None)
    assert name.href == "/people?framework=f&grade=05&sort=-name#people"
    assert shown(sort="-name").headings[0].href == "/people?sort=name#people"


def test_filters_take_what_they_offer_and_leave_out_the_rest() -> None:
    assert names(shown(grade="05", sort="name")) == ["élan", "Zoë"]
    assert (shown(grade="05").filtered, shown(grade="05").of) == (True, 3)
    for other in ("Ana Example", "<b>", ""):
        found = shown(grade=other, sort=other)
        assert len(found.rows) == 3
        assert not found.filtered
        assert "Ana" not in found.unfiltered
    assert dict(shown(grade="05", sort="name", framework="f", other="x").kept) == {"framework": "f", "sort": "name"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_no_line_of_a_template_is_too_long_to_read(template: Path) -> None:
    assert [n for n, line in enumerate(template.read_text().splitlines(), 1) if len(line) > LONGEST_LINE] == []


@pytest.mark.parametrize("name", ["kit/static/kit.css"])
def test_the_parts_name_no_colour_of_their_own(name: str) -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb\(", (PACKAGE / name).read_text()) == []


def _palette(scheme: str) -> dict[str, str]:
    (style_sheet,) = PACKAGE.rglob("trellis.css")
    light, dark = re.findall(r":root \{(.*?)\}", style_sheet.read_text(), re.S)[:2]
    colours = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", light))
    return colours | dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else colours


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


TEXT = """
ink paper, ink card, ink field, soft paper, soft card, soft field, link paper, link card, link field, ink leaf-pale,
ink rest, ink sun-wash, ink alert-pale, ink note-pale, ink changed, ink heat-0, ink heat-1, ink heat-2, ink heat-3,
ink heat-4, soft heat-0, leaf card, leaf-mid card, leaf-mid paper, leaf leaf-pale, on-leaf leaf, on-leaf press,
alert card, alert alert-pale, sun-ink sun-wash, sun-ink card, today card
"""
"""Which colour is written in on which."""
SHAPES = """
edge card, edge field, focus card, focus paper, sun card, sun sun-wash, chart-1 card, chart-2 card, chart-3 card,
chart-4 card, chart-1 heat-1, chart-1 heat-2, chart-1 heat-3, chart-1 heat-4, today card, tone-3 card, tone-4 card,
note note-pale, leaf-mid leaf-pale, tone-1-mark tone-1, tone-2-mark tone-2, tone-4-mark tone-4
"""
"""Which colour draws what carries meaning, on which."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_shapes_stand_out_from_what_they_stand_on(scheme: str) -> None:
    """WCAG 1.4.3 asks 4.5 of text, 1.4.11 asks 3 of shapes that carry meaning."""
    palette = _palette(scheme)
    pale = [
        f"{one} on {other}: {found:.2f}"
        for pairs, least in ((TEXT, 4.5), (SHAPES, 3.0))
        for one, other in (pair.split() for pair in pairs.split(","))
        if (found := _contrast(palette[one], palette[other])) < least
    ]
    assert pale == []


def test_both_schemes_name_every_colour() -> None:
    (style_sheet,) = PACKAGE.rglob("trellis.css")
    light, dark = re.findall(r":root \{(.*?)\}", style_sheet.read_text(), re.S)[:2]
    colours = [set(re.findall(r"--([a-z0-9-]+):", block)) for block in (light, dark)]
    assert colours[0] == colours[1]
    used = {name for file in PACKAGE.rglob("*.css") for name in re.findall(r"var\(--([a-z0-9-]+)\)", file.read_text())}
    assert used - {"tint"} == colours[0]
