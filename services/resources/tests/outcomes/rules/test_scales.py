"""Where scores lie, seen from mastery; and which band a grade is in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.items.rules.publishing import GRADE_BANDS
from resources.outcomes.rules.grades import band_of
from resources.outcomes.rules.scales import MASTERY, Scale
from resources.outcomes.rules.strata import Start, start_of

FOUR_LEVELS = Scale(Decimal(1), Decimal(4), Decimal(3))
PERCENT = Scale(Decimal(0), Decimal(100), Decimal(80))


@pytest.mark.parametrize(
    ("scale", "score", "start"),
    [
        (FOUR_LEVELS, "1", Start.FAR), (FOUR_LEVELS, "2", Start.NEAR), (FOUR_LEVELS, "2.9", Start.NEAR),
        (FOUR_LEVELS, "3", None), (PERCENT, "54", Start.FAR), (PERCENT, "55", Start.NEAR), (PERCENT, "80", None),
    ],
)  # fmt: skip
def test_a_score_is_near_when_it_is_less_than_a_level_short_of_mastery(
    scale: Scale, score: str, start: Start | None
) -> None:
    assert start_of(scale.place_of(Decimal(score)), MASTERY) == start


@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_a_higher_score_never_lies_lower_and_mastery_is_where_the_framework_says(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert PERCENT.place_of(low) <= PERCENT.place_of(high)
    assert (PERCENT.place_of(one) >= MASTERY) == (one >= PERCENT.mastery_score)


@pytest.mark.parametrize(
    ("grade", "band"),
    [
        ("PK", "pre-k"), ("KG", "k-2"), ("k", "k-2"), ("02", "k-2"), ("3", "3-5"), ("08", "6-8"), ("12", "9-12"),
        ("13", None), ("0", None), ("UG", None), ("", None), (None, None), ("4b", None),
    ],
)  # fmt: skip
def test_a_grade_is_in_one_of_the_library_s_bands_or_in_none(grade: str | None, band: str | None) -> None:
    assert band_of(grade) == band
    assert band is None or band in GRADE_BANDS
