"""Levels for scales that name none: rising, on the scale, and with mastery where it begins."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency.common.scales import Level, Scale, level_of
from competency.credentials.rules.levels import named_levels

points = st.decimals(0, 100, places=2)


@pytest.mark.parametrize(
    ("scale", "levels"),
    [
        ((0, 4, 3), {"Beginning": "0", "Approaching": "1.5", "Proficient": "3", "Exceeding": "3.01"}),
        ((0, 1, 1), {"Beginning": "0", "Approaching": "0.5", "Proficient": "1"}),
        ((0, 4, 0), {"Proficient": "0", "Exceeding": "0.01"}),
    ],
)
def test_levels_stand_where_our_pages_have_them(scale: tuple[int, int, int], levels: dict[str, Any]) -> None:
    minimum, maximum, mastery = map(Decimal, scale)
    named = named_levels(Scale(minimum, maximum, mastery))
    assert {level.label: level.value for level in named.levels} == {name: Decimal(at) for name, at in levels.items()}


@given(st.lists(points, min_size=3, max_size=3, unique=True).map(sorted))
def test_any_scale_has_levels_and_a_score_is_proficient_just_where_it_is_mastery(ends: list[Decimal]) -> None:
    minimum, mastery, maximum = ends
    scale = named_levels(Scale(minimum, maximum, mastery))
    for score in (minimum, mastery, maximum):
        level = level_of(score, scale)
        assert level is not None
        assert (level.label in ("Proficient", "Exceeding")) == (score >= mastery)


def test_a_scale_with_levels_keeps_its_own() -> None:
    scale = Scale(Decimal(0), Decimal(1), Decimal(1), (Level("Not yet", Decimal(0)), Level("There", Decimal(1))))
    assert named_levels(scale) == scale
