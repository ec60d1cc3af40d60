"""Templates that can be read, and colours that can be told apart."""

import re
from pathlib import Path

import pytest

import dashboards

PACKAGE = Path(dashboards.__file__).parent
TEMPLATES = sorted(file for folder in ("kit", "gallery") for file in (PACKAGE / folder).rglob("*.html"))
LONGEST_LINE = 160


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
